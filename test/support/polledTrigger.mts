import type { SecurityApi } from '../../defender/api/securityApi.ts';
import type { Watch } from '../../defender/trigger/watch.ts';
import type { EventKind } from '../../defender/trigger/triggerVocabulary.ts';
import { EVERYTHING } from '../../defender/incidents/query.ts';
import { pollIncidents, type PollSettings } from '../../defender/tasks/poll/pollIncidents.ts';
import type { LostDeliveries } from '../../defender/trigger/lifecycle.ts';
import { determineSituation, type ActiveSituation } from '../../defender/trigger/pollSituation.ts';
import { stateOf } from './exclusiveTrigger.mts';
import { reportDetails } from '../../defender/trigger/reportDetails.ts';
import { deliveryNotices } from '../../defender/tasks/poll/pollText.ts';
import { trouble } from './defenderErrors.mts';
import { MemoryTenant, type TenantHabits } from './memoryTenant/memoryTenant.mts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The circumstances of a poll. */
export interface PollOptions {
	readonly isRestart: boolean;
	readonly lost: LostDeliveries | undefined;
	readonly budgetMs: number;
}

/** A trigger on a tenant in memory, poll by poll. */
export class PolledTrigger {
	readonly tenant: MemoryTenant;
	/** As n8n keeps it. */
	stored: unknown = undefined;
	/** Wraps the API between the trigger and the tenant. */
	interceptor: (api: SecurityApi) => SecurityApi = (api) => api;
	/** Milliseconds that each call takes on the host's clock. */
	callDurationMs = 0;
	/** Calls of the last poll, as `list <filter>` and `get <id>`. */
	calls: string[] = [];

	constructor(
		private watch: Partial<Omit<Watch, 'events'>> & { readonly events?: readonly EventKind[] } = {},
		private readonly settings: Partial<PollSettings> = {},
		habits: Partial<TenantHabits> = {},
	) {
		this.tenant = new MemoryTenant(habits);
	}

	/** Other filters or events from now on. */
	changeWatch(watch: Partial<Omit<Watch, 'events'>> & { readonly events?: readonly EventKind[] }): void {
		this.watch = { ...this.watch, ...watch };
	}

	/** Lets time pass and polls. */
	async pollAfter(
		milliseconds: number,
		{ isRestart = false, lost, budgetMs = 300_000 }: Partial<PollOptions> = {},
	) {
		this.tenant.now += milliseconds;
		this.calls = [];
		const counted = this.counting(this.interceptor(this.tenant.api(0)));
		const { events = ['created'], ...watch } = this.watch;
		const result = await pollIncidents(
			counted,
			{
				now: () => this.tenant.now + this.calls.length * this.callDurationMs,
				random: () => 0.5,
				sleep: async () => undefined,
				isCanceled: () => false,
				request: async () => await Promise.reject(new Error('no request')),
			},
			{
				watch: {
					...{ events: new Set(events), query: EVERYTHING, settleMs: 0 },
					...{ ownChanges: 'include', ownName: undefined, ...watch },
				},
				...{ identity: 'tenant', alerts: false, lookBackMs: HOUR, sweepMs: HOUR, maxPerPoll: 50 },
				...{ startFrom: undefined, acknowledgement: undefined },
				...this.settings,
			},
			{ situation: this.situation(isRestart, lost), budgetMs },
		);
		this.stored = JSON.parse(JSON.stringify(result.state));
		const items = result.deliveries.map(({ incident, report, redelivered, remark }) => ({
			...{ id: report.id, event: report.event, events: report.events, changes: report.changes },
			...{ deliveryId: report.deliveryId, firstSeen: report.firstSeen, redelivered, remark, incident },
			priorStateUnknown: report.priorStateUnknown === true,
			...{ mergedInto: report.mergedInto, attempt: report.attempt },
			details: reportDetails(report, incident),
		}));
		const unread = result.deliveries.map((one) => one.unread?.incidents ?? []);
		const notices = result.deliveries.map((one) => deliveryNotices(one.remark, one.unread));
		const { warnings, summary } = result;
		return { items, ids: items.map(({ id }) => id), unread, notices, warnings, summary };
	}

	/** The situation in which the process neither has an older state nor waits for n8n. */
	private situation(isRestart: boolean, lost: LostDeliveries | undefined): ActiveSituation {
		const situation = determineSituation({
			saved: this.stored,
			thisProcess: { startedAt: 0, lastState: stateOf(Number.NEGATIVE_INFINITY) },
			...{
				nodeName: 'a',
				identity: this.settings.identity ?? 'tenant',
				isRestart,
				redeliver: 'recent',
				now: 0,
			},
		});
		if (situation.kind === 'stillStoring') throw new Error('The poll is skipped.');
		return 'state' in situation ? { ...situation, lost } : situation;
	}

	/** Creates so many incidents at once. @returns their ids */
	create(count: number, severity = 'medium'): readonly string[] {
		return Array.from({ length: count }, () => {
			this.tenant.create(severity, 0, false);
			return String(this.tenant.incidents.length);
		});
	}

	private counting(api: SecurityApi): SecurityApi {
		return {
			...api,
			listIncidents: async (request) => {
				this.calls.push(`list ${request.kind === 'first' ? (request.filter ?? '') : request.link}`);
				return await api.listIncidents(request);
			},
			getIncident: async (id, options) => {
				this.calls.push(`get ${id}`);
				return await api.getIncident(id, options);
			},
		};
	}
}

/** The service fails at lists with this in their filter, and at these single incidents. */
export function failingApi(filter: string, ids: readonly string[] = []): (api: SecurityApi) => SecurityApi {
	const down = () => trouble({ kind: 'serviceDown' });
	return (api) => ({
		...api,
		listIncidents: async (request) => {
			const text = request.kind === 'first' ? (request.filter ?? '') : request.link;
			if (filter !== '' && text.includes(filter)) throw down();
			return await api.listIncidents(request);
		},
		getIncident: async (id, options) => {
			if (ids.includes(id)) throw down();
			return await api.getIncident(id, options);
		},
	});
}
