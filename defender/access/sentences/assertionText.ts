import { SECRETS } from './signInText';
import { counted, type Sentence } from '../../core/sentence';

/** Sentences for a certificate whose client assertion Entra ID refused. Number and correlation ID follow them. */

/** `behindMs`: Entra ID's time minus ours; undefined where its response carried no time. */
export function refusedCertificate(clientId: string, behindMs: number | undefined): Sentence {
	const measured = behindMs === undefined ? '' : `; it is ${differenceOf(behindMs)}`;
	const clock = isClockRight(behindMs)
		? ''
		: `; if it is there, check the clock of the computer on which n8n runs${measured}`;
	return {
		message: 'Microsoft Entra ID did not accept the Certificate',
		description: `Upload the very certificate of this credential under Certificates & secrets of the app registration ${clientId}${clock}`,
	};
}

export function certificateOutOfTime(): Sentence {
	return {
		message: 'Microsoft Entra ID takes the Certificate for expired or not yet valid',
		description: `Create a new certificate, upload it under ${SECRETS}, and paste it into the credential with its private key`,
	};
}

/** The clock is right, so something between n8n and Entra ID kept the assertion longer than it is valid. */
export function lateAssertion(): Sentence {
	return {
		message: 'The sign-in reached Microsoft Entra ID too late',
		description:
			'Run the workflow again. If that recurs, look for a slow proxy or network between n8n and Microsoft: the clock of the computer on which n8n runs is right',
	};
}

/** `behindMs`: Entra ID's time minus ours; undefined where its response carried no time. */
export function wrongClock(behindMs: number | undefined): Sentence {
	const measured =
		behindMs === undefined ? 'it is wrong by minutes or more' : `it is ${differenceOf(behindMs)}`;
	return {
		message: "The sign-in is too early or too late by Microsoft Entra ID's clock",
		description: `Set the clock of the computer on which n8n runs; ${measured}`,
	};
}

const MINUTE_MS = 60_000;

/** Entra ID tolerates minutes, so a smaller difference explains nothing; the way of the response is in it as well. */
export function isClockRight(behindMs: number | undefined): boolean {
	return behindMs !== undefined && Math.abs(behindMs) < MINUTE_MS;
}

function differenceOf(behindMs: number): string {
	return `${lengthOf(Math.abs(behindMs))} ${behindMs > 0 ? 'behind' : 'ahead'}`;
}

/** For a minute and more. */
function lengthOf(milliseconds: number): string {
	const minutes = Math.round(milliseconds / MINUTE_MS);
	if (minutes < 120) return counted(minutes, 'minute');
	const hours = Math.round(minutes / 60);
	return hours < 48 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}
