import { SECRETS } from './signInText';
import { counted, type Sentence } from '../../core/sentence';

/** Sentences for a certificate whose client assertion Entra ID rejected. A code and a correlation ID follow them. */

/** @param offsetMs Entra ID's time minus n8n's; undefined if the response contained no time */
export function refusedCertificate(clientId: string, offsetMs: number | undefined): Sentence {
	const measured = offsetMs === undefined ? '' : `: it is ${offsetText(offsetMs)}`;
	const clock = isClockRight(offsetMs)
		? ''
		: `. If it is already there, check the clock of the n8n server${measured}`;
	return {
		message: 'Microsoft Entra ID rejected the Certificate',
		description: `Upload the certificate of this credential under Certificates & secrets in the app registration ${clientId}${clock}`,
	};
}

export function certificateOutsideValidity(): Sentence {
	return {
		message: 'Microsoft Entra ID reports an expired or not yet valid Certificate',
		description: `Create a new certificate and upload it under ${SECRETS}. Paste it into the credential together with its private key`,
	};
}

/** The clock is right, so a proxy or network delayed the assertion until it expired. */
export function lateAssertion(): Sentence {
	return {
		message: 'The sign-in reached Microsoft Entra ID too late',
		description:
			'Run the workflow again. If this happens again, look for a slow proxy or network between n8n and Microsoft. The clock of the n8n server is correct',
	};
}

/** @param offsetMs Entra ID's time minus n8n's; undefined if the response contained no time */
export function wrongClock(offsetMs: number | undefined): Sentence {
	const measured =
		offsetMs === undefined ? 'It is off by at least a few minutes' : `It is ${offsetText(offsetMs)}`;
	return {
		message: "The n8n server's clock differs from Microsoft Entra ID's clock",
		description: `Correct the clock of the n8n server. ${measured}`,
	};
}

const MINUTE_MS = 60_000;

/** Entra ID tolerates minutes, and the measured offset includes the travel time of the response. */
export function isClockRight(offsetMs: number | undefined): boolean {
	return offsetMs !== undefined && Math.abs(offsetMs) < MINUTE_MS;
}

function offsetText(offsetMs: number): string {
	return `${durationText(Math.abs(offsetMs))} ${offsetMs > 0 ? 'behind' : 'ahead'}`;
}

/** @param milliseconds a minute or more */
function durationText(milliseconds: number): string {
	const minutes = Math.round(milliseconds / MINUTE_MS);
	if (minutes < 120) return counted(minutes, 'minute');
	const hours = Math.round(minutes / 60);
	return hours < 48 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}
