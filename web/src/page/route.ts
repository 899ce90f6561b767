// The addresses of the page: everything that can be gone back to, kept or sent on is in them.

export const STUDIES = '/studies';

export const IMPORT = '/import';

export const PROJECTS = '/projects';

export const ACCOUNT = '/account';

/** Where the link of an invitation leads. */
export const INVITATION = '/invitation';

/** A session of a person's own: the newest, or a new one. */
export const LABELLING = '/?label';

export const sessionUrl = (id: string): string => `/?session=${encodeURIComponent(id)}`;

/** The session in replay, from its first event. */
export const replayUrl = (id: string): string => `${sessionUrl(id)}&replay`;

export const studyUrl = (study: string): string => `${STUDIES}?study=${encodeURIComponent(study)}`;

/** Where the server has what belongs to a dataset, or to a session. */
export const datasetApi = (name: string): string => `/api/datasets/${encodeURIComponent(name)}`;
export const sessionApi = (id: string): string => `/api/sessions/${encodeURIComponent(id)}`;

export const projectUrl = (id: string): string => `${PROJECTS}?project=${encodeURIComponent(id)}`;

export const isStudies = (): boolean => window.location.pathname === STUDIES;

export const isImport = (): boolean => window.location.pathname === IMPORT;

export const isProjects = (): boolean => window.location.pathname === PROJECTS;

export const isAccount = (): boolean => window.location.pathname === ACCOUNT;

export const isInvitation = (): boolean => window.location.pathname === INVITATION;

export const isSession = (): boolean => window.location.pathname === '/';

export const isReplay = (): boolean => parameters().has('replay');

export const isLabelling = (): boolean => parameters().has('label');

export const askedSession = (): string | null => parameters().get('session');

export const askedProject = (): string | null => parameters().get('project');

export const askedStudy = (): string | null => parameters().get('study');

const parameters = () => new URLSearchParams(window.location.search);

/** Whether a click on a link is for this page to answer, and not for another tab or window. */
export function isForThisPage(event: MouseEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0);
}
