import { briefCall } from './calls.mts';
import type { MissionReport } from './mission.mts';

/** The report as one JSON value, for `--json`. */
export function toDocument(report: MissionReport): object {
	const { problems, rows, calls, proofs, ...rest } = report;
	return {
		ok: problems.length === 0,
		problems,
		...rest,
		hunt: { count: rows.length, rows },
		calls: calls.map(briefCall),
		readBack: proofs,
	};
}
