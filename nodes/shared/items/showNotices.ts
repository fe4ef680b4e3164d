import type { IExecuteFunctions } from 'n8n-workflow';
import type { Notice, Notify } from '../../../defender/core/notices';

/** Collects the notices of one execution and shows them as hints: one per topic, so that many items do not bury the editor. */
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
			// Nobody looks at the hints of a production execution, and an item may lack its record because of this.
			if (topic === 'malformedIncidents') context.logger.warn(message);
		}
	}
}
