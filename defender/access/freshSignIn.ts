/** Asks for a new sign-in, whatever token is stored, unless that is of moments ago. Never leaves the process. */
export const FRESH_SIGN_IN_HEADER = 'x-defender-xdr-fresh-sign-in';

/** Why a new sign-in is asked for: the credential test, or permissions that the token at hand lacks. */
export type FreshSignIn = 'test' | 'permissions';
