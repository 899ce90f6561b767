// Which level of heading the results of a study have: the page that shows them says it, in a context of this name.

export const LEVEL = 'level of headings';
/** As on the Studies page, under a section of a study. */
export const USUAL_LEVEL = 4;
