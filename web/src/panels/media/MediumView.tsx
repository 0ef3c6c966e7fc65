import { Anchor, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { fileAddress } from '../../api/media'
import { useScope } from '../../api/scope'
import { bytes } from '../../ui/numbers'
import { Waiting } from '../../ui/Waiting'
import { LongValue } from '../LongValue'
import classes from './MediumView.module.css'
import type { Medium } from './medium'

const HTMLFile = lazy(() => import('./HTMLFile'))
const TableFile = lazy(() => import('../logged/TableFile'))
const LoggedTable = lazy(() => import('../logged/LoggedTable'))

/** One thing that was logged. */
export function MediumView({ run, medium, name }: { run: string; medium: Medium; name: string }) {
  return (
    <Suspense fallback={<Waiting height={60} />}>
      <Shown run={run} medium={medium} name={name} />
    </Suspense>
  )
}

function Shown({ run, medium, name }: { run: string; medium: Medium; name: string }) {
  const scope = useScope()
  const [broken, setBroken] = useState(false)
  if (medium.kind === 'value' || medium.kind === 'histogram') {
    return (
      <Text size="xs" className={classes.value}>
        <LongValue value={'value' in medium ? medium.value : medium} name={name} />
      </Text>
    )
  }
  if (medium.kind === 'rows')
    return <LoggedTable run={run} columns={medium.columns} data={medium.data} name={name} height={240} />
  const src = fileAddress(scope, run, medium.path)
  const label = medium.caption ?? name
  if (broken) return <Missing path={medium.path} />
  const lost = () => setBroken(true)
  switch (medium.kind) {
    case 'image':
      return (
        <figure className={classes.figure}>
          <a href={src} target="_blank" rel="noreferrer" aria-label={`Open ${label}`}>
            <img
              className={classes.image}
              src={src}
              alt={label}
              loading="lazy"
              width={medium.width}
              height={medium.height}
              onError={lost}
              data-path={medium.path}
            />
          </a>
          {medium.caption && <figcaption title={medium.caption}>{medium.caption}</figcaption>}
        </figure>
      )
    case 'audio':
      return (
        <figure className={classes.figure}>
          {/* biome-ignore lint/a11y/useMediaCaption: what trainers log has none; the caption is below */}
          <audio className={classes.audio} controls preload="none" src={src} aria-label={label} onError={lost} />
          {medium.caption && <figcaption title={medium.caption}>{medium.caption}</figcaption>}
        </figure>
      )
    case 'video':
      return (
        <figure className={classes.figure}>
          {/* biome-ignore lint/a11y/useMediaCaption: what trainers log has none; the caption is below */}
          <video
            className={classes.image}
            controls
            preload="metadata"
            src={src}
            aria-label={label}
            onError={lost}
            width={medium.width}
            height={medium.height}
          />
          {medium.caption && <figcaption title={medium.caption}>{medium.caption}</figcaption>}
        </figure>
      )
    case 'html':
      return <HTMLFile run={run} path={medium.path} name={label} />
    case 'table':
      return <TableFile run={run} path={medium.path} name={name} size={medium.size} height={240} />
  }
  return (
    <Anchor href={src} size="xs" download>
      {medium.path.split('/').at(-1)} {medium.size !== undefined && `(${bytes(medium.size)})`}
    </Anchor>
  )
}

function Missing({ path }: { path: string }) {
  return (
    <Text size="xs" className={classes.missing} role="note">
      The file {path.slice(0, 200)} can’t be shown: it isn’t here (yet), or no browser knows its format.
    </Text>
  )
}
