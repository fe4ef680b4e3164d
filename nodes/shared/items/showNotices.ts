import type { IExecuteFunctions } from 'n8n-workflow';
import type { Notice, Notify } from '../../../defender/core/notices';

/** Collects the notices of one execution and shows one hint per topic, so that many items do not flood the editor. */
export class NoticeBoard {
	private readonly texts = new Map<Notice['topic'], Set<string>>();

	readonly notify: Notify = ({ topic, text }) => {
		const known = this.texts.get(topic) ?? new Set<string>();
		this.texts.set(topic, known.add(text));
	};

	show(context: IExecuteFunctions): void {
		for (const [topic, texts] of this.texts) {
			const [first, ...more] = texts;
			if (first === undefined) continue;
			const message = more.length === 0 ? first : `${first} (and ${more.length} more like this)`;
			context.addExecutionHints({ message, location: 'outputPane' });
			// Production executions show no hints, and an incident may be missing in the output for this reason.
			if (topic === 'malformedIncidents') context.logger.warn(message);
		}
	}
}
