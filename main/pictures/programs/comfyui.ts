/**
 * ComfyUI: `prompt` is the graph that was run, `workflow` the one on screen; in WebP they stand in EXIF's Make and Model, with their
 * names before them. A graph can be anything. Read is one that has one KSampler whose prompts are written in it.
 */
import { z } from 'zod';
import { objectIn, objectOf, stringOf } from './json.ts';
import type { Format, NotRead, Said } from './said.ts';
import type { Texts } from './texts.ts';

const program = 'ComfyUI';

/** A link names another node and which of its outputs. */
const link = z.tuple([z.string(), z.number()]);
const node = z.looseObject({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) });
type Node = z.infer<typeof node>;
type Graph = ReadonlyMap<string, Node>;

/** Nodes that say nothing of how a picture looks that is not read from the sampler. */
const PLAIN = new Set([
  'KSampler',
  'CLIPTextEncode',
  'EmptyLatentImage',
  'CheckpointLoaderSimple',
  'VAEDecode',
  'SaveImage',
  'PreviewImage',
]);
const SAMPLER_FIELDS = [
  ['steps', 'Steps'],
  ['cfg', 'CFG scale'],
  ['seed', 'Seed'],
  ['sampler_name', 'Sampler'],
  ['scheduler', 'Schedule type'],
] as const;
/** In place of a value that another node makes. */
const ELSEWHERE = 'from another node';

export const comfyUi: Format = {
  keywords: ['prompt', 'workflow'],
  read(texts) {
    const graph = graphIn(texts);
    if (graph) return readGraph(graph);
    const isTheirs = ['workflow', ...EXIF_FIELDS].some((key) => isWorkflow(texts.get(key)));
    return isTheirs ? { program, why: 'only its page is there, not the graph that was run' } : null;
  },
};

const EXIF_FIELDS = ['Make', 'Model', 'ImageDescription', 'UserComment'];
const NAMED = /^(prompt|workflow):/i;

function isWorkflow(text: string | undefined): boolean {
  const json = objectIn(text?.replace(NAMED, ''));
  return json !== undefined && ('nodes' in json || text!.length < 3 || NAMED.test(text!));
}

/** The nodes of the graph that was run, wherever it stands. */
function graphIn(texts: Texts): Graph | null {
  const candidates = [
    texts.get('prompt'),
    ...EXIF_FIELDS.map((key) => texts.get(key)?.replace(NAMED, '')),
    texts.get('parameters'),
  ];
  for (const text of candidates) {
    const json = objectIn(text);
    const inside = json && (objectOf(json['prompt']) ?? objectIn(stringOf(json['prompt'])));
    const nodes = nodesOf(inside ?? json);
    if (nodes.size > 0) return nodes;
  }
  return null;
}

function nodesOf(json: ReturnType<typeof objectIn>): Graph {
  const nodes = Object.entries(json ?? {}).flatMap(([id, value]) => {
    const checked = node.safeParse(value);
    return checked.success ? [[id, checked.data] as const] : [];
  });
  return new Map(nodes);
}

function readGraph(graph: Graph): Said | NotRead {
  const samplers = [...graph.values()].filter(({ class_type: type }) => type.includes('Sampler'));
  const [sampler] = samplers;
  if (samplers.length !== 1 || sampler?.class_type !== 'KSampler') {
    return { program, why: 'its graph has other samplers than one KSampler' };
  }
  const [prompt, negativePrompt] = ['positive', 'negative'].map((input) => writtenIn(graph, sampler, input));
  if (prompt === undefined || negativePrompt === undefined) {
    return { program, why: 'its graph makes the prompts from parts' };
  }
  return { program, prompt, negativePrompt, fields: fieldsOf(graph, sampler) };
}

/** The text of the node that a sampler's input comes from, where it is written there. */
function writtenIn(graph: Graph, sampler: Node, input: string): string | undefined {
  const encode = nodeAt(graph, sampler.inputs[input]);
  const text = encode?.class_type === 'CLIPTextEncode' ? encode.inputs['text'] : undefined;
  return typeof text === 'string' ? text.trim() : undefined;
}

function nodeAt(graph: Graph, input: unknown): Node | undefined {
  const checked = link.safeParse(input);
  return checked.success ? graph.get(checked.data[0]) : undefined;
}

function fieldsOf(graph: Graph, sampler: Node): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const say = (name: string, value: unknown) => {
    const words = stringOf(value);
    if (words !== undefined) fields.set(name, words);
  };
  for (const [input, name] of SAMPLER_FIELDS)
    say(name, nodeAt(graph, sampler.inputs[input]) ? ELSEWHERE : sampler.inputs[input]);
  const latent = nodeAt(graph, sampler.inputs['latent_image']);
  const { width, height, batch_size: pictures = 1 } = latent?.class_type === 'EmptyLatentImage' ? latent.inputs : {};
  if (typeof width === 'number' && typeof height === 'number') say('Size', `${width}x${height}`);
  if (pictures !== 1) say('Batch size', pictures);
  if (Number(sampler.inputs['denoise'] ?? 1) !== 1) say('Denoising strength', sampler.inputs['denoise']);
  for (const { class_type: type, inputs } of graph.values()) {
    if (type === 'CheckpointLoaderSimple') say('Model', inputs['ckpt_name']);
    const name = `Node ${type}`;
    if (!PLAIN.has(type)) fields.set(name, [fields.get(name), firstName(inputs)].filter(Boolean).join(', '));
  }
  return fields;
}

/** Which LoRA, VAE or ControlNet it is. */
function firstName(inputs: Node['inputs']): string | undefined {
  const [, name] =
    Object.entries(inputs).find(([key, value]) => key.endsWith('_name') && typeof value === 'string') ?? [];
  return typeof name === 'string' ? name : undefined;
}
