import type { Person } from '../../cast.mts';
import type { InstantText } from '../../instants.mts';
import { shift } from '../../instants.mts';
import type { Message } from '../../mail.mts';
import type { Scene } from '../../scene.mts';
import { STEP } from './wave.mts';

/** A single full stop hides between folders in most mail programs. */
export const RULE_NAME = '.';
export const FORWARD_TO = 'archive.box@mail-drop.example';
export const ATTACKER_AGENT =
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';

/** The stolen session of the first person who was let through to the phishing page. */
export interface Takeover {
	readonly victim: Person;
	readonly requestId: string;
	readonly sessionId: string;
	readonly ruleId: string;
	readonly signedInAt: InstantText;
	readonly ruleAt: InstantText;
}

export function takeOver(scene: Scene, clickedMail: Message): Takeover {
	const signedInAt = scene.ago(STEP.signIn);
	return {
		victim: clickedMail.recipient,
		requestId: scene.prng.guid(),
		sessionId: scene.prng.guid(),
		ruleId: scene.prng.guid(),
		signedInAt,
		ruleAt: shift(signedInAt, STEP.signIn - STEP.rule),
	};
}
