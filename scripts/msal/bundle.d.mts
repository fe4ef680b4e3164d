export const MSAL_BUNDLE: string;
export function bundleMsal(outfile?: string): Promise<{ readonly bytes: number }>;
