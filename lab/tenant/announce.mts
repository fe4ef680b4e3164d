import { channel } from 'node:diagnostics_channel';

/** Every secret that a practice tenant makes is published here as a text, before it can be used. */
export const SECRET_CHANNEL = 'practice-tenant.secret';
/** The record of a practice server is published here when it closes. */
export const RECORD_CHANNEL = 'practice-tenant.record';

const secrets = channel(SECRET_CHANNEL);
const records = channel(RECORD_CHANNEL);

/** Publishes a secret to tests that search for leaks, and returns it. */
export function announced(secret: string): string {
	secrets.publish(secret);
	return secret;
}

export const announceRecord = (calls: readonly unknown[]): void => records.publish(calls);
