import { vpaControlledResourcesInvalid } from '#core/lint/rules/vpa-controlled-resources-invalid.ts';
import { vpaDeprecatedAutoMode } from '#core/lint/rules/vpa-deprecated-auto-mode.ts';
import { vpaInplaceGate } from '#core/lint/rules/vpa-inplace-gate.ts';
import { vpaMinGreaterThanMax } from '#core/lint/rules/vpa-min-greater-than-max.ts';
import { vpaNoMaxAllowed } from '#core/lint/rules/vpa-no-max-allowed.ts';
import { vpaPolicyInvalid } from '#core/lint/rules/vpa-policy-invalid.ts';
import { vpaQuantityResolution } from '#core/lint/rules/vpa-quantity-resolution.ts';
import { vpaRecommendersMany } from '#core/lint/rules/vpa-recommenders-many.ts';
import { vpaRemovedApi } from '#core/lint/rules/vpa-removed-api.ts';
import { vpaUpdateModeInvalid } from '#core/lint/rules/vpa-update-mode-invalid.ts';
import { vpaUpdateModeRequired } from '#core/lint/rules/vpa-update-mode-required.ts';

import { vpa } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const mode = (value: string) => vpa(`updatePolicy:\n  updateMode: ${value}`);
const policy = (lines: string) =>
  vpa(`resourcePolicy:\n  containerPolicies:\n    - containerName: "*"\n${lines.replace(/^/gm, '      ')}`);

testRule(vpaDeprecatedAutoMode, {
  bad: {
    Auto: {
      yaml: mode('⟦"Auto"⟧ # for now'),
      says: ['update mode Auto is deprecated and the same as Recreate'],
      fixes: {
        'Write Recreate, which is the same': mode('"Recreate" # for now'),
        'Resize in place where possible': mode('"InPlaceOrRecreate" # for now'),
      },
    },
    'without quotes, in flow style': {
      yaml: vpa('updatePolicy: {minReplicas: 1, updateMode: ⟦Auto⟧}'),
      says: ['update mode Auto is deprecated and the same as Recreate'],
    },
  },
  good: { Recreate: { yaml: mode('Recreate') }, none: { yaml: vpa('') } },
});

testRule(vpaUpdateModeInvalid, {
  bad: {
    'Off without quotes': {
      yaml: mode('⟦Off⟧'),
      says: ['Off without quotes is false: write "Off"'],
      fixes: { 'Write "Off"': mode('"Off"') },
    },
    'a wrong case': {
      yaml: mode('⟦recreate⟧'),
      says: [
        'there is no update mode recreate: it is one of Off, Initial, Recreate, InPlaceOrRecreate, InPlace, Auto',
      ],
      fixes: { 'Write Recreate': mode('Recreate') },
    },
  },
  good: { '"Off"': { yaml: mode('"Off"') }, 'filled in later': { yaml: mode('${MODE}') } },
});

testRule(vpaUpdateModeRequired, {
  bad: {
    'a policy without it': {
      yaml: vpa('⟦updatePolicy⟧:\n  minReplicas: 1'),
      says: ['updatePolicy needs updateMode'],
    },
    'an empty policy': {
      yaml: vpa('⟦updatePolicy⟧: {} # the default'),
      says: ['updatePolicy needs updateMode'],
    },
  },
  good: { 'no policy': { yaml: vpa('') }, 'a mode': { yaml: mode('Initial') } },
});

testRule(vpaInplaceGate, {
  bad: {
    'a field behind a gate': {
      yaml: policy('⟦oomBumpUpRatio: "1.5"⟧'),
      settings: { vpaVersion: { major: 1, minor: 6 } },
      says: [
        'oomBumpUpRatio needs the gate PerVPAConfig of the admission controller, which is off by default in VPA 1.6',
      ],
    },
    'a mode that is newer': {
      yaml: vpa('updatePolicy:\n  ⟦updateMode: InPlace⟧'),
      settings: { vpaVersion: { major: 1, minor: 5 } },
      says: ['updateMode InPlace is not known to VPA 1.5: it came with 1.7'],
    },
  },
  good: {
    'no known version': { yaml: mode('InPlace') },
    'the gate on': {
      yaml: mode('InPlace'),
      settings: { vpaVersion: { major: 1, minor: 7 }, featureGates: { InPlace: true } },
    },
    InPlaceOrRecreate: { yaml: mode('InPlaceOrRecreate'), settings: { vpaVersion: { major: 1, minor: 7 } } },
  },
});

testRule(vpaMinGreaterThanMax, {
  bad: {
    'bounds that cross': {
      yaml: policy('minAllowed: {cpu: ⟦"2"⟧, memory: 1Gi}\nmaxAllowed: {cpu: 1500m, memory: 1024Mi}'),
      says: ['minAllowed cpu 2 is greater than maxAllowed 1500m'],
      fixes: {
        'Swap minAllowed and maxAllowed': policy(
          'minAllowed: {cpu: "1500m", memory: 1Gi}\nmaxAllowed: {cpu: "2", memory: 1024Mi}',
        ),
      },
    },
    'memory of a named container, in block style': {
      yaml: vpa(
        'resourcePolicy:\n  containerPolicies:\n    - containerName: web\n      maxAllowed:\n        memory: 1G\n      minAllowed:\n        memory: ⟦1Gi⟧ # as before',
      ),
      says: ['minAllowed memory 1Gi is greater than maxAllowed 1G'],
    },
  },
  good: { 'equal bounds in other units': { yaml: policy('minAllowed: {cpu: 1000m}\nmaxAllowed: {cpu: 1}') } },
});

testRule(vpaQuantityResolution, {
  bad: {
    'less than a millicore': {
      yaml: policy('minAllowed:\n  cpu: ⟦0.0005⟧'),
      says: ['cpu 0.0005 is finer than 1m'],
      fixes: { 'Round up to 1m': policy('minAllowed:\n  cpu: 1m') },
    },
    'a fraction of a byte': {
      yaml: policy('maxAllowed:\n  memory: ⟦100m⟧'),
      says: ['memory 100m is finer than one byte'],
    },
  },
  good: { 'whole units': { yaml: policy('minAllowed: {cpu: 0.5, memory: 1.5Gi}') } },
});

testRule(vpaNoMaxAllowed, {
  bad: {
    'no policy at all': {
      yaml: vpa('updatePolicy:\n  updateMode: Recreate').replace('spec:', '⟦spec⟧:'),
      says: ['no container has maxAllowed: the VPA may ask for more than a node has'],
    },
    'a policy without it': {
      yaml: policy('minAllowed: {cpu: 1}').replace('containerPolicies:', '⟦containerPolicies⟧:'),
      says: ['no container has maxAllowed: the VPA may ask for more than a node has'],
    },
  },
  good: {
    'mode Off': { yaml: mode('"Off"') },
    'an upper bound': { yaml: policy('maxAllowed: {memory: 4Gi}') },
    'every container left alone': { yaml: policy('mode: "Off"') },
  },
});

testRule(vpaRemovedApi, {
  bad: {
    v1beta2: {
      yaml: vpa('').replace('autoscaling.k8s.io/v1', '⟦autoscaling.k8s.io/v1beta2⟧'),
      says: ['autoscaling.k8s.io/v1beta2 is no longer served: write autoscaling.k8s.io/v1'],
      fixes: { 'Convert to autoscaling.k8s.io/v1': vpa('') },
    },
    'v1beta1, which had no reference to its target': {
      yaml: `apiVersion: ⟦"autoscaling.k8s.io/v1beta1"⟧
kind: VerticalPodAutoscaler
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
`,
      says: ['autoscaling.k8s.io/v1beta1 is no longer served: write autoscaling.k8s.io/v1'],
    },
  },
  good: { v1: { yaml: vpa('') } },
});

testRule(vpaControlledResourcesInvalid, {
  bad: {
    'a GPU in 1.8, which refuses it': {
      yaml: policy('controlledResources: [⟦nvidia.com/gpu⟧]'),
      settings: { vpaVersion: { major: 1, minor: 8 } },
      severities: ['error'],
      says: ['a VPA controls cpu and memory, not nvidia.com/gpu'],
    },
    'a GPU': {
      yaml: policy('controlledResources: [cpu, ⟦nvidia.com/gpu⟧]'),
      says: ['a VPA controls cpu and memory, not nvidia.com/gpu'],
    },
    'storage, in block style': {
      yaml: policy('controlledResources:\n  - memory\n  - ⟦ephemeral-storage⟧ # logs'),
      says: ['a VPA controls cpu and memory, not ephemeral-storage'],
    },
  },
  good: { both: { yaml: policy('controlledResources: [cpu, memory]') } },
});

testRule(vpaRecommendersMany, {
  bad: {
    two: {
      yaml: vpa('⟦recommenders⟧:\n  - name: a\n  - name: b'),
      says: ['a VPA takes one recommender, not 2'],
    },
    'three in flow style': {
      yaml: vpa('updatePolicy: {updateMode: "Off"}\n⟦recommenders⟧: [{name: a}, {name: b}, {name: default}]'),
      says: ['a VPA takes one recommender, not 3'],
    },
  },
  good: { one: { yaml: vpa('recommenders:\n  - name: a') } },
});

const items = (list: string) => vpa(`resourcePolicy:\n  containerPolicies:\n    ${list}`);

testRule(vpaPolicyInvalid, {
  bad: {
    'a mode of pods for a container': {
      yaml: items('- {containerName: web, mode: ⟦Recreate⟧}'),
      says: ['there is no container mode Recreate: it is Auto or Off'],
    },
    'a policy for nobody': {
      yaml: items('⟦- mode: "Off"⟧'),
      says: ['a container policy needs containerName; "*" is for all others'],
    },
    'values that do not exist, and some where none belong': {
      yaml: items(
        '- {containerName: web, controlledValues: ⟦RequestOnly⟧}\n    - {containerName: b, mode: "Off", ⟦controlledValues: RequestsAndLimits⟧}',
      ),
      says: [
        'there are no controlledValues RequestOnly: they are RequestsAndLimits or RequestsOnly',
        'controlledValues RequestsAndLimits has no place in a policy of mode Off',
      ],
      fixes: {
        'Write RequestsOnly': items(
          '- {containerName: web, controlledValues: RequestsOnly}\n    - {containerName: b, mode: "Off", controlledValues: RequestsAndLimits}',
        ),
      },
    },
    'figures below the least': {
      yaml: vpa(
        'updatePolicy: {updateMode: Recreate, minReplicas: ⟦0⟧}\nresourcePolicy: {containerPolicies: [{containerName: web, oomBumpUpRatio: ⟦"0.5"⟧}]}',
      ),
      says: ['minReplicas 0 is below 1', 'oomBumpUpRatio 0.5 is below 1'],
    },
  },
  good: {
    'what the webhook takes': {
      yaml: items(
        '- {containerName: "*", mode: Auto, controlledValues: RequestsOnly}\n    - {containerName: web, mode: "Off"}',
      ),
    },
    'a mode to be filled in': { yaml: items('- {containerName: web, mode: "${MODE}"}') },
    'a container that a chart fills in': {
      yaml: items('- containerName: {{ .Values.name }}\n      mode: Auto'),
    },
  },
});
