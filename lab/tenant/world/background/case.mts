import type { InstantText } from '../instants.mts';
import type { Rows } from '../rows/tables.mts';
import type { Scene } from '../scene.mts';
import type { Sensor } from '../sensors.mts';
import type { WorldEvidence } from '../shapes.mts';

/** One everyday alert, before anybody looked at it. */
export interface CaseFacts {
	readonly sensor: Sensor;
	/** Name of the incident it makes. */
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly category: string;
	readonly techniques: readonly string[];
	readonly evidence: readonly WorldEvidence[];
	/** What hunting finds of it, as long as it is young enough for the tables. */
	readonly rows: Rows;
}

/** Invents one; `ageSeconds` is how long before now the alert was raised, at `createdAt`. */
export type Case = (scene: Scene, createdAt: InstantText, ageSeconds: number) => CaseFacts;
