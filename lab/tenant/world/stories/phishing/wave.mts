import { HOUR, MINUTE } from '../../instants.mts';
import type { Message } from '../../mail.mts';
import type { Place } from '../../rows/cloud.mts';
import type { Scene } from '../../scene.mts';

const RECIPIENT_COUNT = 25;
export const PHISHING_URL = 'https://login-contoso.example/session?u=1';
const WAVE_SUBJECT = 'Action required: your password expires today';

/** Where the stolen session was used: no user of this tenant signs in from there. */
export const NEW_PLACE: Place = {
	ip: '203.0.113.140',
	countryCode: 'MD',
	city: 'Chișinău',
	latitude: '47.0105',
	longitude: '28.8638',
	isp: 'Example Hosting',
};

/** Seconds before now. */
export const STEP = {
	mail: 9 * HOUR,
	click: 8 * HOUR + 20 * MINUTE,
	signIn: 7 * HOUR + 55 * MINUTE,
	rule: 7 * HOUR + 40 * MINUTE,
} as const;

/** The wave: some copies in the inbox, some in junk, some stopped. The first three recipients clicked. */
export function mailWave(scene: Scene): Message[] {
	const clusterId = scene.prng.bigLong();
	const clickers = ['a.lindqvist', "s.o'brien", 't.nowak'].map((name) => scene.cast.person(name));
	const others = scene.cast.people.filter(
		(person) => !clickers.includes(person) && !['it.admin', 'red.team'].includes(person.accountName),
	);
	return [...clickers, ...others].slice(0, RECIPIENT_COUNT).map((recipient, index) => {
		const fate = index < 12 ? 'Delivered' : index < 18 ? 'Junked' : 'Blocked';
		return {
			networkMessageId: scene.prng.guid(),
			internetMessageId: `<${scene.prng.hex(16)}@login-contoso.example>`,
			receivedAt: scene.ago(STEP.mail - index * 2),
			sender: {
				address: 'it-helpdesk@login-contoso.example',
				displayName: 'Contoso IT Helpdesk',
				domain: 'login-contoso.example',
				ip: '203.0.113.139',
			},
			recipient,
			subject: WAVE_SUBJECT,
			urls: [PHISHING_URL],
			attachments: [],
			deliveryAction: fate,
			deliveryLocation:
				fate === 'Delivered' ? 'Inbox/folder' : fate === 'Junked' ? 'Junk folder' : 'Quarantine',
			threats: ['Phish'],
			detection: 'URL malicious reputation',
			clusterId,
			direction: 'Inbound',
		};
	});
}
