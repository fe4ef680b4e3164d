const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
/** In a log, a dot every few seconds shows that work continues. */
const DOT_MS = 5_000;

/**
 * Seconds since `startedAt`, as text such as `4.2 s`.
 * @param {number} startedAt milliseconds of `Date.now`
 */
export const secondsSince = (startedAt) => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;

function onTerminal(out, label, startedAt) {
	let frame = 0;
	const draw = () => out.write(`\r${FRAMES[frame++ % FRAMES.length]} ${label} ${secondsSince(startedAt)} `);
	const timer = setInterval(draw, FRAME_MS);
	draw();
	return () => {
		clearInterval(timer);
		out.write('\r\x1b[K');
	};
}

function inLog(out, label) {
	out.write(`${label} `);
	const timer = setInterval(() => out.write('.'), DOT_MS);
	return () => {
		clearInterval(timer);
		out.write('\n');
	};
}

/**
 * Shows on stderr that `work` is running, and its duration at the end. stdout stays free for results.
 * @template T
 * @param {string} label the work, for example `Installing dependencies`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
	const out = process.stderr;
	const startedAt = Date.now();
	const clear = out.isTTY ? onTerminal(out, label, startedAt) : inLog(out, label);
	let mark = '✗';
	try {
		const result = await work();
		mark = '✓';
		return result;
	} finally {
		clear();
		out.write(`${mark} ${label} (${secondsSince(startedAt)})\n`);
	}
}
