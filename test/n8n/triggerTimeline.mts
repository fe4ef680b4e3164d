import { setTimeout as pause } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import type { LifeRecord } from '../../lab/prove/checker/record.mts';
import { Hands } from '../../lab/prove/happen.mts';
import { APART_MS, LifeRecorder } from '../../lab/prove/lifeRecorder.mts';
import { endQuietly } from '../../lab/prove/quietEnd.mts';
import { triggerWorkflow, type Setting } from '../../lab/prove/setting.mts';
import { addMilliseconds } from '../../lab/tenant/clock.mts';
import type { Prng } from '../../lab/tenant/world/prng.mts';
import type { ExecutionRow } from './database.mts';
import type { TriggerServer } from './triggerServer.mts';

/** n8n takes no expression that fires more than once a minute, but as many of them as there are seconds. */
const POLL_EVERY_S = 2;
/** So that several executions are under way when n8n is killed. */
const WORK_S = 5;
/** The margin that a poll leaves to the newest changes: it began so long after the instant to which it read. */
const MARGIN_MS = 2_000;

/** The trigger, and a node that keeps its executions busy. */
export function busyWorkflow(setting: Setting, credentialId: string): WorkflowJson {
	const { nodes, ...rest } = triggerWorkflow(setting, credentialId);
	const seconds = Array.from({ length: 60 / POLL_EVERY_S }, (_, place) => place * POLL_EVERY_S);
	const pollTimes: INodeParameters = {
		item: seconds.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
	};
	const work = { id: 'work', name: 'Work', type: 'n8n-nodes-base.wait', typeVersion: 1.1 };
	return {
		...rest,
		nodes: [
			...nodes.map((node) => ({ ...node, parameters: { ...node.parameters, pollTimes } })),
			{ ...work, position: [220, 0], parameters: { amount: WORK_S, unit: 'seconds' } },
		],
		connections: { [nodes[0]?.name ?? '']: { main: [[{ node: work.name, type: 'main', index: 0 }]] } },
	};
}

/** What n8n and the tenant live through; what is to be kept of it for the checker. */
export class RealLife {
	/** When n8n was killed, or the trigger renamed: Unix time in milliseconds. */
	private readonly ends: number[] = [];
	private readonly recorder: LifeRecorder;
	private readonly hands: Hands;

	/** Of a trigger that has just been activated. */
	private constructor(
		private readonly server: TriggerServer,
		private readonly setting: Setting,
		private readonly prng: Prng,
	) {
		this.recorder = new LifeRecorder(server.tenant, setting);
		this.hands = new Hands(server.tenant, prng, this.recorder.startedAt);
	}

	static async begin(server: TriggerServer, setting: Setting, prng: Prng): Promise<RealLife> {
		await server.activate();
		await server.begun();
		const life = new RealLife(server, setting, prng);
		server.tenant.clock.advance(APART_MS);
		await server.polled(1);
		return life;
	}

	get made(): number {
		return this.hands.made;
	}

	/** Changes in bursts, while the trigger polls. */
	async change(count: number): Promise<void> {
		const { prng, hands } = this;
		for (const end = hands.made + count; hands.made < end; ) {
			const burst = prng.chance(0.03) ? 20 : prng.pick([0, 1, 1, 2, 3, 5]);
			for (let nth = 0; nth < burst && hands.made < end; nth++) hands.change();
			await pause(prng.int(100, 1_500));
		}
	}

	/** n8n dies with the batch of a poll just handed over and older executions still at work. */
	async killAfterBatch(): Promise<void> {
		const { polls } = this.server;
		for (let seen = polls.length; !polls.slice(seen).some(({ items }) => items > 0); ) {
			seen = polls.length;
			this.hands.change();
			await this.server.polled(1);
		}
		await this.kill();
	}

	/** n8n dies in the midst of a poll. */
	async killDuringPoll(): Promise<void> {
		await this.slowPoll();
		await this.kill();
	}

	/** The workflow is switched off in the midst of a poll, its trigger renamed, and switched on again. */
	async renameDuringPoll(name: string): Promise<void> {
		await this.slowPoll();
		await this.server.deactivate();
		await this.change(10);
		// The poll that was under way has ended meanwhile, and n8n has dropped what it gave.
		await pause(2 * SLOW_S * 1_000);
		this.ends.push(Date.now());
		await this.server.rename(name);
		await this.server.activate();
		await this.server.polled(1);
	}

	/** n8n starts while the tenant is down, for so long. */
	async startInOutage(milliseconds: number): Promise<void> {
		const { tenant } = this.server;
		tenant.faults.add({ match: { kind: 'graph' }, times: 'always', answer: { status: 503 } });
		await Promise.all([this.server.running.restart(), pause(milliseconds)]);
		await this.change(10);
		tenant.faults.clear();
		await this.server.polled(1);
	}

	async start(): Promise<void> {
		await this.server.running.restart();
		await this.server.polled(1);
	}

	/** Time without trouble, in which all that was ever to be told must have been told. */
	async end(): Promise<void> {
		const { server } = this;
		const poll = async () => {
			await server.polled(1);
			return server.polls.at(-1)?.items;
		};
		await endQuietly({ tenant: server.tenant, poll, sweepMs: this.setting.sweepMs });
		await pause(2 * WORK_S * 1_000);
	}

	/** @param rows of n8n's database; only what came to an end has reached the workflow */
	record(rows: readonly ExecutionRow[]): LifeRecord {
		const told = rows
			.filter(({ status, items }) => status === 'success' && items.length > 0)
			.map(({ createdAt, items }) => ({ at: createdAt, what: { kind: 'items', items } as const }));
		const ends = this.ends.map((at) => ({ at, what: { kind: 'crash' } as const }));
		const happenings = [...told, ...ends].sort((a, b) => a.at - b.at).map(({ what }) => what);
		const { polls, tenant } = this.server;
		const finished = polls.map(({ to, journal, items }) => ({
			from: tenant.journal.filter(({ at }) => at <= to).length,
			to: journal,
			at: addMilliseconds(to, MARGIN_MS),
			items,
		}));
		return this.recorder.record(finished, happenings);
	}

	/** A poll that has something to tell and waits for the service. */
	private async slowPoll(): Promise<void> {
		const { tenant } = this.server;
		for (let nth = 0; nth < 3; nth++) this.hands.change();
		tenant.clock.advance(APART_MS);
		const before = tenant.calls.length;
		tenant.faults.add({
			match: { kind: 'graph' },
			times: 1,
			answer: { throttle: 'seconds', retryAfterSeconds: SLOW_S },
		});
		while (!tenant.calls.slice(before).some(({ status }) => status === 429)) await pause(20);
	}

	private async kill(): Promise<void> {
		this.ends.push(Date.now());
		await this.server.running.kill();
	}
}

const SLOW_S = 3;
