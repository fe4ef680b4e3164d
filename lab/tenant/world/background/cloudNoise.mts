import type { Person } from '../cast.mts';
import { shift } from '../instants.mts';
import type { Attachment, Message } from '../mail.mts';
import type { Prng } from '../prng.mts';
import { cloudActed, homeOf, signedIn } from '../rows/cloud.mts';
import { clicked, mailRows } from '../rows/mail.mts';
import type { TimedRow, Rows } from '../rows/tables.mts';
import type { Scene } from '../scene.mts';
import { ENTRA_APPS, EXCHANGE, ONEDRIVE, SHAREPOINT, TEAMS } from '../services.mts';
import { quietAge, repeat } from './spread.mts';

const MAILS = 560;
const ACTS = 380;
const SIGN_INS = 420;
/** One mail in four is clicked. */
const CLICK_SHARE = 0.25;

const SENDERS = [
	['news@newsletter.example', 'Weekly Digest', 'newsletter.example', '192.0.2.150'],
	['orders@shop.example', 'Example Shop', 'shop.example', '192.0.2.151'],
	['calendar@contoso.com', 'Contoso Calendar', 'contoso.com', '10.20.1.25'],
	['no-reply@travel.example', 'Example Travel', 'travel.example', '192.0.2.152'],
] as const;
const SUBJECTS = [
	'Weekly digest',
	"What's new in Q4",
	'Your order has shipped',
	'RE: "Budget" review',
	'Lunch? 🍜',
];
const ACTS_BY_SERVICE = [
	[SHAREPOINT, 'FileDownloaded', 'Download', 'File'],
	[SHAREPOINT, 'FileAccessed', 'View', 'File'],
	[ONEDRIVE, 'FileUploaded', 'Upload', 'File'],
	[ONEDRIVE, 'FileRenamed', 'Rename', 'File'],
	[EXCHANGE, 'MailItemsAccessed', 'View', 'Folder'],
	[EXCHANGE, 'Set-InboxRule', 'Modify', 'Inbox rule'],
	[TEAMS, 'MessageSent', 'Send', 'Message'],
] as const;

function everydayFile(prng: Prng): Attachment {
	return {
		fileName: prng.pick(['agenda.docx', 'offer.pdf', 'timetable.xlsx', 'logo.png']),
		sha256: prng.hex(64),
		size: prng.int(4_000, 900_000),
		threatName: null,
	};
}

function everydayMail(scene: Scene): Message {
	const { prng } = scene;
	const [address, displayName, domain, ip] = prng.pick(SENDERS);
	const junk = prng.chance(0.05);
	const networkMessageId = prng.guid();
	return {
		networkMessageId,
		internetMessageId: `<${prng.hex(20)}@${domain}>`,
		receivedAt: scene.ago(quietAge(prng) + 60),
		sender: { address, displayName, domain, ip },
		recipient: prng.pick(scene.cast.people),
		subject: prng.pick(SUBJECTS),
		urls: [`https://${domain}/read?id=${prng.int(1, 9999)}`],
		attachments: prng.chance(0.1) ? [everydayFile(prng.fork(networkMessageId))] : [],
		deliveryAction: junk ? 'Junked' : 'Delivered',
		deliveryLocation: junk ? 'Junk folder' : 'Inbox/folder',
		threats: junk ? ['Spam'] : [],
		detection: junk ? 'General filter' : null,
		clusterId: prng.bigLong(),
		direction: domain === 'contoso.com' ? 'Intra-org' : 'Inbound',
	};
}

function act(scene: Scene, person: Person): TimedRow {
	const { prng } = scene;
	const [service, action, activityType, type] = prng.pick(ACTS_BY_SERVICE);
	return cloudActed(prng, scene.ago(quietAge(prng)), {
		action,
		activityType,
		service,
		person,
		place: homeOf(person),
		object: { name: prng.pick(['plan.xlsx', 'minutes.docx', 'Inbox', 'Team notes']), type, id: prng.guid() },
		raw: { Workload: service.name },
	});
}

function signIn(scene: Scene, person: Person): TimedRow {
	const { prng } = scene;
	return signedIn(prng, scene.ago(quietAge(prng)), {
		...prng.pick(Object.values(ENTRA_APPS)),
		person,
		place: homeOf(person),
		requestId: prng.guid(),
		sessionId: prng.guid(),
		...(prng.chance(0.04) ? { errorCode: 50126 } : {}),
		deviceName: prng.pick(scene.cast.laptops).hostName,
	});
}

/** Everyday mail, clicks, cloud work and sign-ins, all from people's usual places. */
export function cloudNoise(scene: Scene): Rows {
	const { prng, cast } = scene;
	const mails = repeat(MAILS, () => everydayMail(scene));
	const opened = mails.filter((mail) => mail.deliveryAction === 'Delivered' && prng.chance(CLICK_SHARE));
	return {
		...mailRows(prng, mails),
		UrlClickEvents: opened.map((mail) =>
			clicked(prng, shift(mail.receivedAt, prng.int(5, 55)), {
				message: mail,
				url: mail.urls[0] ?? 'https://example.com/',
				action: 'ClickAllowed',
				ip: mail.recipient.homeIp,
			}),
		),
		CloudAppEvents: repeat(ACTS, () => act(scene, prng.pick(cast.people))),
		EntraIdSignInEvents: repeat(SIGN_INS, () => signIn(scene, prng.pick(cast.people))),
	};
}
