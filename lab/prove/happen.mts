import type { IncidentRecord, Tenant } from '../tenant/practice.mts';
import { addMilliseconds } from '../tenant/clock.mts';
import type { Prng } from '../tenant/world/prng.mts';

const PEOPLE = ['ann.ito@contoso.com', 'bo.lind@contoso.com', 'cy.okoro@contoso.com'];
const SEVERITIES = ['informational', 'low', 'medium', 'high'];
const STATUSES = ['active', 'inProgress', 'resolved'];
const VERDICTS = ['truePositive', 'falsePositive', 'informationalExpectedActivity'];
const MINUTE_MS = 60_000;
/** Latest arrival: well inside every look-back that is proved. */
const LATE_MINUTES = 15;

type Kind = keyof ReturnType<typeof kindsOf>;

/** What happens, the more often the more often it is listed. */
const MIX: readonly Kind[] = [
	...(['create', 'create', 'create', 'create', 'createTied', 'createLate'] as const),
	...(['status', 'status', 'assign', 'assign', 'verdict', 'severity', 'rename'] as const),
	...(['tag', 'tagSilently', 'comment', 'commentSilently', 'alert', 'alert', 'merge', 'tie'] as const),
];

/** People and Defender at work in a tenant, drawn from a seed. Every call changes something. */
export class Hands {
	/** Changes made so far; a merge changes two incidents. */
	made = 0;
	private names = 0;
	private counted: number;
	private readonly kinds: ReturnType<typeof kindsOf>;

	/** @param since nothing is stamped earlier; may be moved on */
	constructor(
		private readonly tenant: Tenant,
		private readonly prng: Prng,
		public since: string,
	) {
		this.kinds = kindsOf(tenant, prng, { name: () => `${++this.names}`, since: () => this.since });
		this.counted = tenant.journal.length;
	}

	change(): void {
		this.kinds[this.prng.pick(MIX)]();
		const written = this.tenant.journal.slice(this.counted);
		this.made += new Set(written.map(({ incidentId, at }) => `${incidentId} ${at}`)).size;
		this.counted += written.length;
		this.tenant.clock.advance(this.prng.int(0, 2_000));
	}

	/** What somebody may do to an incident while it is read. */
	aside(): { readonly incidentId: string; readonly by: string; readonly patch: { displayName: string } } {
		const { id } = anyOf(this.tenant, this.prng);
		const patch = { displayName: `Renamed while read ${++this.names}` };
		return { incidentId: id, by: this.prng.pick(PEOPLE), patch };
	}
}

interface Hand {
	/** Another one each time. */
	readonly name: () => string;
	readonly since: () => string;
}

function kindsOf(tenant: Tenant, prng: Prng, hand: Hand) {
	const { incidents } = tenant;
	const { name } = hand;
	const any = () => anyOf(tenant, prng);
	const by = () => prng.pick(PEOPLE);
	const other = <T,>(values: readonly T[], value: T) => prng.pick(values.filter((one) => one !== value));
	const addTag = (moves: boolean) => {
		const { id, customTags } = any();
		incidents.edit(by(), id, { customTags: [...customTags, `tag ${name()}`] }, moves);
	};
	return {
		...arrivalsOf(tenant, prng, hand),
		...pairsOf(tenant, prng, hand),
		status: () => {
			const { id, status } = any();
			incidents.edit(by(), id, { status: other(STATUSES, status) });
		},
		assign: () => {
			const { id, assignedTo } = any();
			incidents.edit(by(), id, { assignedTo: other([...PEOPLE, null], assignedTo) });
		},
		verdict: () => {
			const { id, classification } = any();
			incidents.edit(by(), id, { classification: other(VERDICTS, classification) });
		},
		severity: () => {
			const { id, severity } = any();
			incidents.edit(by(), id, { severity: other(SEVERITIES, severity) });
		},
		rename: () => void incidents.edit(by(), any().id, { displayName: `Renamed ${name()}` }),
		tag: () => addTag(true),
		tagSilently: () => addTag(false),
		comment: () => void incidents.comment(by(), any().id, `Comment ${name()}`),
		commentSilently: () => void incidents.comment(by(), any().id, `Comment ${name()}`, false),
		alert: () => void incidents.addAlert(any().id),
	};
}

/** New incidents: one alone, two stamped at the same instant, one that becomes visible late. */
function arrivalsOf({ incidents, clock }: Tenant, prng: Prng, { name, since }: Hand) {
	const create = (given: Partial<IncidentRecord> = {}) =>
		void incidents.create({ displayName: `New ${name()}`, severity: prng.pick(SEVERITIES), ...given });
	return {
		create: () => create(),
		createTied: () => {
			create();
			clock.advance(-1);
			create();
		},
		createLate: () => {
			const then = addMilliseconds(clock.now(), -prng.int(1, LATE_MINUTES) * MINUTE_MS);
			const stamp = then > since() ? then : since();
			create({ createdDateTime: stamp, lastUpdateDateTime: stamp });
		},
	};
}

/** What concerns two incidents: a merge, and changes stamped at the same instant. */
function pairsOf(tenant: Tenant, prng: Prng, { name }: Hand) {
	const { incidents, clock } = tenant;
	const two = (work: (one: IncidentRecord, other: IncidentRecord) => void) => {
		const [one, other] = prng.sample(living(tenant), 2);
		if (one !== undefined && other !== undefined) work(one, other);
	};
	return {
		merge: () =>
			two((source, target) => {
				if (source.alerts.length === 0) incidents.addAlert(source.id);
				incidents.merge(source.id, target.id);
			}),
		tie: () =>
			two((one, other) => {
				incidents.edit(prng.pick(PEOPLE), one.id, { displayName: `Renamed ${name()}` });
				clock.advance(-1);
				incidents.edit(prng.pick(PEOPLE), other.id, { displayName: `Renamed ${name()}` });
			}),
	};
}

/** Incidents that people still work with: those of this history, and open ones from before. */
function living({ incidents }: Tenant): readonly IncidentRecord[] {
	return incidents
		.all()
		.filter(({ redirectIncidentId }) => redirectIncidentId === null)
		.slice(-40);
}

function anyOf(tenant: Tenant, prng: Prng): IncidentRecord {
	return prng.pick(living(tenant));
}
