import { Alert, Text } from '@mantine/core'
import type { PanelData } from '../api/workspace'

/** Why a panel can't be shown, and what to do about it, in the panel's place. */
export function PanelFault({ data }: { data: PanelData }) {
  const { error, panel } = data
  if (!error) {
    return (
      <Alert color="yellow" title="This page can’t draw such a panel" m="xs" role="alert">
        <Text size="sm">
          Its kind is “{(panel.kind ?? '').slice(0, 80) || 'not said'}”. Choose another kind with Edit panel.
        </Text>
      </Alert>
    )
  }
  return (
    <Alert color="red" title="This panel can’t be shown" m="xs" role="alert" data-field={error.field}>
      <Text size="sm" lineClamp={6} style={{ overflowWrap: 'anywhere' }}>
        {error.detail.replace(/\.\.$/, '.')}
      </Text>
      <Text size="sm" mt={4}>
        {error.field
          ? `Edit the panel and set ${error.field.slice(0, 80)} anew, or delete it.`
          : 'Edit the panel, or delete it.'}
      </Text>
    </Alert>
  )
}
