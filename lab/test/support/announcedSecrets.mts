import { subscribe } from 'node:diagnostics_channel';
import { SECRET_CHANNEL } from '../../tenant/announce.mts';

/** Every secret that practice tenants make from now on; others may be added. */
export function announcedSecrets(): string[] {
	const secrets: string[] = [];
	subscribe(SECRET_CHANNEL, (secret) => secrets.push(String(secret)));
	return secrets;
}
