// Why the identity provider's answer let nobody in: the server leaves it in a cookie, which is read once.

import type { Failure } from '../api/client';

const COOKIE = /(activate-va-\d+-oidc-refused)=([^;]*)/;

export function takeRefusal(): Failure | null {
  const [, name, value] = COOKIE.exec(document.cookie) ?? [];
  if (name === undefined || value === undefined) return null;
  document.cookie = `${name}=; path=/; max-age=0`;
  return JSON.parse(decodeURIComponent(value)) as Failure;
}
