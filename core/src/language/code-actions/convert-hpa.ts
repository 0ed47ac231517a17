import { hpaView } from '../../apis/hpa.ts';
import { hpaAnnotations } from '../../apis/hpa-annotations.ts';
import { removeEntry, setValue } from '../../manifest/index.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import type { Addresses } from '../diagnostics.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { type EditStep, inTurn } from './edit-steps.ts';
import { editBetween, workspaceEdit } from './edits.ts';

export const CONVERT_HPA_KIND = 'refactor.rewrite.convertHpa';

const TITLE = 'Convert to autoscaling/v2';
const CPU_FIELD = ['spec', 'targetCPUUtilizationPercentage'];

/**
 * Turns an HPA of autoscaling/v1 into the same of autoscaling/v2, as the API server does (pkg/apis/autoscaling/v1/conversion.go, v1.37.2). Disabled
 * where annotations hold metrics or behavior that v1 has no field for. The betas of v2 are for the fix of `hpa-removed-api`.
 */
export function convertHpaAction(
  resource: Resource,
  files: ReadonlyMap<string, SourceFile>,
  addresses: Addresses,
): EditorCodeAction | undefined {
  const view = resource.derive(hpaView);
  if (view?.version !== 'v1') return undefined;
  const disabled = (reason: string): EditorCodeAction => ({
    title: TITLE,
    kind: CONVERT_HPA_KIND,
    disabled: { reason },
  });
  const annotation = [hpaAnnotations.metrics, hpaAnnotations.behavior].find((name) =>
    resource.has(['metadata', 'annotations', name]),
  );
  if (annotation !== undefined) {
    return disabled(
      `the annotation ${annotation} holds what autoscaling/v2 has fields for: convert it by hand`,
    );
  }
  const text = inTurn(resource, stepsOf(resource));
  if (typeof text !== 'string') return disabled(text.refusal);
  const edit = workspaceEdit(editBetween(resource.file, text), files, addresses);
  return edit && { title: TITLE, kind: CONVERT_HPA_KIND, edit };
}

function stepsOf(resource: Resource): readonly EditStep[] {
  const averageUtilization = (resource.object.spec as Readonly<Record<string, unknown>> | undefined)
    ?.targetCPUUtilizationPercentage;
  const apiVersion: EditStep = (of) => setValue(of, ['apiVersion'], 'autoscaling/v2');
  if (typeof averageUtilization !== 'number') return [apiVersion];
  const metric = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
  };
  return [
    apiVersion,
    (of) => setValue(of, ['spec', 'metrics'], [metric]),
    (of) => removeEntry(of, CPU_FIELD),
  ];
}
