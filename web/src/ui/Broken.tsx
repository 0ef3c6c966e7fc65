import { Alert, Button, Code, Stack, Text } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { asProblem } from '../api/problem'

type Props = { what: string; children: ReactNode /** A change of it tries again. */; resetKey?: unknown }
type State = { error: unknown; key: unknown }

/** Keeps an error in a part of the page from taking the rest with it. */
export class Broken extends Component<Props, State> {
  override state: State = { error: undefined, key: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error }
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey !== state.key ? { error: undefined, key: props.resetKey } : null
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    const p = asProblem(this.state.error)
    return (
      <Alert color="red" title={`${this.props.what} can’t be shown`} m="xs" role="alert">
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{p.detail}</Text>
          {p.hint && <Text size="sm">{p.hint}</Text>}
          {p.requestId && <Code>request {p.requestId}</Code>}
          <Button size="xs" variant="light" onClick={() => this.setState({ error: undefined })}>
            Try again
          </Button>
        </Stack>
      </Alert>
    )
  }
}
