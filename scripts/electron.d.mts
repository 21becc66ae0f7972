export function whyNotHere(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, user?: number): string | null;
export function electronBinary(): string | null;
