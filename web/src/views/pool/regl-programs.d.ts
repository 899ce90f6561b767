/** Compiled drawing commands by the SHA-256 of their source. */
export const programs: Record<string, (...linked: unknown[]) => unknown>;
