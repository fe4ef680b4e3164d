import type { Page } from 'playwright-core';

/** A rectangle on the canvas, in pixels of the window. */
interface Box {
	readonly name: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

interface Note extends Box {
	readonly text: Box;
}

type Seen = Omit<Canvas, 'overlaps'> & {
	readonly boxes: readonly Box[];
	readonly lines: readonly Box[];
	readonly notes: readonly Note[];
};

/** What a person sees of a workflow that was opened. */
export interface Canvas {
	/** Names of nodes, sticky notes left out. */
	readonly nodes: readonly string[];
	/** Names of nodes with a badge, or a question mark for their picture: a missing node type, a field or a credential that n8n does not accept. */
	readonly withIssues: readonly string[];
	/** Pairs of nodes and notes that cover each other. */
	readonly overlaps: readonly string[];
	/** Names of sticky notes whose text is longer than the note. */
	readonly cutNotes: readonly string[];
}

/** Text, because it runs in the page: its types are not those of this program. */
const LOOK = `(() => {
	const box = (element, name) => {
		const { x, y, width, height } = element.getBoundingClientRect();
		return { name, x, y, width, height };
	};
	const BADGES = '[data-test-id="node-issues"], [data-test-id="node-setup-required"]';
	const nodes = [...document.querySelectorAll('[data-test-id="canvas-node"]')];
	const plain = nodes.filter((node) => node.querySelector('[data-test-id="sticky"]') === null);
	const nameOf = (node) => node.getAttribute('data-node-name') ?? '';
	const notes = [...document.querySelectorAll('[data-test-id="sticky"]')];
	const heading = (note) => note.innerText.trim().split('\\n')[0];
	const isCut = (part) =>
		part.clientHeight > 0 && part.scrollHeight > part.clientHeight + 2 && getComputedStyle(part).overflowY !== 'visible';
	const textOf = (note) => {
		const parts = [...note.querySelectorAll('h1, h2, h3, p, li, td')].map((part) => box(part, 'text'));
		const bottom = Math.max(...parts.map((part) => part.y + part.height));
		const { name, x, y, width } = box(note, 'text');
		return { name, x, y, width, height: bottom - y };
	};
	const isUnknown = (node) =>
		[...node.querySelectorAll('*')].some((part) => part.children.length === 0 && part.textContent.trim() === '?');
	return {
		nodes: plain.map(nameOf),
		withIssues: plain.filter((node) => node.querySelector(BADGES) !== null || isUnknown(node)).map(nameOf),
		boxes: plain.map((node) => box(node, nameOf(node))),
		lines: [...document.querySelectorAll('.vue-flow__edge-path')].map((line) => box(line, 'line')),
		notes: notes.map((note) => ({ ...box(note, heading(note)), text: textOf(note) })),
		cutNotes: notes.filter((note) => [note, ...note.querySelectorAll('*')].some(isCut)).map(heading),
	};
})()`;

/** Opens a saved workflow in the editor, shows all of it, and looks at it. */
export async function lookAt(page: Page, origin: string, workflowId: string): Promise<Canvas> {
	await page.goto(new URL(`workflow/${workflowId}`, origin).href, { waitUntil: 'domcontentloaded' });
	await page.getByTestId('canvas-node').first().waitFor();
	await page.getByTestId('zoom-to-fit').click();
	// The canvas glides to its new place, and nodes ask for their options.
	await page.waitForTimeout(SETTLE_MS);
	const { nodes, withIssues, cutNotes, boxes, notes } = await page.evaluate<Seen>(LOOK);
	return {
		nodes,
		withIssues,
		cutNotes,
		overlaps: [...overlapsOf(boxes), ...overlapsOf(notes), ...hidden(boxes, notes)],
	};
}

const SETTLE_MS = 1_500;

function overlapsOf(boxes: readonly Box[]): readonly string[] {
	return boxes.flatMap((one, index) =>
		boxes.slice(index + 1).flatMap((other) => (cover(one, other) ? [`${one.name} and ${other.name}`] : [])),
	);
}

/** A note may frame a node below its text; it may not cut through one. */
function hidden(boxes: readonly Box[], notes: readonly Note[]): readonly string[] {
	return notes.flatMap((note) =>
		boxes
			.filter((node) => cover(node, note) && (cover(node, note.text) || !holds(note, node)))
			.map((node) => `${node.name} and the note "${note.name}"`),
	);
}

const cover = (one: Box, other: Box): boolean =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;

const holds = (outer: Box, inner: Box): boolean =>
	outer.x <= inner.x &&
	outer.y <= inner.y &&
	inner.x + inner.width <= outer.x + outer.width &&
	inner.y + inner.height <= outer.y + outer.height;

const MARGIN = 16;

/** What has to be in a picture of the workflow that is shown. */
export async function frameOf(page: Page): Promise<Omit<Box, 'name'>> {
	const { boxes, lines, notes } = await page.evaluate<Seen>(LOOK);
	const all = [...boxes, ...lines, ...notes];
	const x = Math.min(...all.map((one) => one.x)) - MARGIN;
	const y = Math.min(...all.map((one) => one.y)) - MARGIN;
	const right = Math.max(...all.map((one) => one.x + one.width)) + MARGIN;
	// Names are below their nodes.
	const bottom = Math.max(...all.map((one) => one.y + one.height)) + 2 * MARGIN;
	return { x, y, width: right - x, height: bottom - y };
}
