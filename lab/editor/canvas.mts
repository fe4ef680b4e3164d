import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** A rectangle on the canvas, in pixels of the window. */
interface Box {
	readonly name: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** What a person sees of a workflow that was opened. */
export interface Canvas {
	/** Names of nodes, sticky notes left out. */
	readonly nodes: readonly string[];
	/** Names of nodes with a red badge: a missing node type, a field or a credential that n8n does not accept. */
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
	const nodes = [...document.querySelectorAll('[data-test-id="canvas-node"]')];
	const nameOf = (node) => node.getAttribute('data-node-name') ?? '';
	const isNote = (node) => node.querySelector('[data-test-id="sticky"], .n8n-sticky') !== null;
	const notes = nodes.filter(isNote);
	const plain = nodes.filter((node) => !isNote(node));
	return {
		nodes: plain.map(nameOf),
		withIssues: plain.filter((node) => node.querySelector('[data-test-id="node-issues"]') !== null).map(nameOf),
		boxes: nodes.map((node) => box(node, nameOf(node))),
		cutNotes: notes
			.filter((note) => [...note.querySelectorAll('*')].some((part) => part.clientHeight > 0 && part.scrollHeight > part.clientHeight + 2 && getComputedStyle(part).overflowY !== 'visible'))
			.map(nameOf),
	};
})()`;

/** Opens a saved workflow in the editor, shows all of it, and looks at it. */
export async function lookAt(page: Page, origin: string, workflowId: string): Promise<Canvas> {
	await page.goto(new URL(`workflow/${workflowId}`, origin).href, { waitUntil: 'domcontentloaded' });
	await page.getByTestId('canvas-node').first().waitFor();
	await page.getByTestId('zoom-to-fit').click();
	// The canvas glides to its new place, and nodes ask for their options.
	await page.waitForTimeout(SETTLE_MS);
	const { boxes, ...seen } = await page.evaluate<
		Omit<Canvas, 'overlaps'> & { readonly boxes: readonly Box[] }
	>(LOOK);
	return { ...seen, overlaps: overlapsOf(boxes) };
}

const SETTLE_MS = 1_500;

function overlapsOf(boxes: readonly Box[]): readonly string[] {
	return boxes.flatMap((one, index) =>
		boxes.slice(index + 1).flatMap((other) => (cover(one, other) ? [`${one.name} and ${other.name}`] : [])),
	);
}

const cover = (one: Box, other: Box): boolean =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;

/** Saves the canvas as it is seen, without the menus around it. */
export async function takePicture(page: Page, file: string): Promise<void> {
	mkdirSync(path.dirname(file), { recursive: true });
	await page.screenshot({ path: file, animations: 'disabled' });
}
