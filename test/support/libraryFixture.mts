import { NO_VALUES, type HuntValues } from '../../defender/hunting/library/huntValues.ts';
import { huntWindow } from '../../defender/hunting/library/huntParameters.ts';

/** A value of every form for every field. */
export const someValues: HuntValues = {
	...NO_VALUES,
	devices: ['a'.repeat(40), 'lt-0471', 'srv-01.corp.contoso.com'],
	users: [
		'j.okafor@contoso.com',
		'CORP\\j.okafor',
		'S-1-5-21-1-2-3-1001',
		'11111111-2222-3333-4444-555555555555',
		'svc',
	],
	hashes: ['A'.repeat(64), 'b'.repeat(40), 'c'.repeat(32)],
	ips: ['198.51.100.7', '2001:db8::7'],
	domains: ['evil.example'],
	urls: ['hxxps://evil[.]example/x'],
	messageIds: ['11111111-2222-3333-4444-555555555556', '<a@b.example>'],
	senders: ['a@evil.example', 'evil.example'],
	apps: ['11111111-2222-3333-4444-555555555557', 'Mail Helper'],
	subject: 'Invoice',
	processId: ['4711'],
};

export const someWindow = huntWindow(Date.parse('2026-11-20T00:00:00Z'), Date.parse('2026-11-21T00:00:00Z'));
