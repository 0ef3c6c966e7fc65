import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { address } from '../../../api/address'
import { fileAddress, fileQuery, type RunFile } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { Moment } from '../../../ui/Moment'
import { bytes } from '../../../ui/numbers'
import { Content } from './Content'
import classes from './Files.module.css'
import { kindOfFile } from './kinds'

const mostImage = 30_000_000 // bytes that are read for a picture
const mostText = 2_000_000 // … of a text: its beginning

/** A file: what it is, and a look into it where there is a way to show it. */
export function Preview({ run, file }: { run: string; file: RunFile }) {
  const scope = useScope()
  const kind = kindOfFile(file)
  const where = address(fileAddress(scope, run, file.name))
  const here = file.size >= 0
  const streamed = kind === 'audio' || kind === 'video'
  const most = kind === 'image' ? mostImage : mostText
  const shown = here && !streamed && (kind !== 'image' || file.size <= mostImage)
  const content = useQuery({ ...fileQuery(scope, run, file, most), enabled: shown && file.size > 0 })
  return (
    <>
      <div className={classes.bar}>
        <strong style={{ overflowWrap: 'anywhere' }}>{file.name}</strong>
        {here && <span className={classes.size}>{bytes(file.size)}</span>}
        <span className={classes.size}>
          <Moment at={file.at} />
        </span>
        {here && (
          <Anchor size="sm" href={where} download={file.name.slice(file.name.lastIndexOf('/') + 1)} ml="auto">
            Download
          </Anchor>
        )}
      </div>
      {!here && <div className={classes.note}>The trainer announced this file; its content hasn’t come yet.</div>}
      {here && file.size === 0 && <div className={classes.note}>The file is empty.</div>}
      {here && !streamed && !shown && <div className={classes.note}>It’s too large to be shown here: download it.</div>}
      {here && kind === 'audio' && (
        // biome-ignore lint/a11y/useMediaCaption: trainers log none
        <audio className={classes.media} controls src={where} preload="metadata" />
      )}
      {here && kind === 'video' && (
        // biome-ignore lint/a11y/useMediaCaption: trainers log none
        <video className={classes.media} controls src={where} preload="metadata" />
      )}
      {shown && file.size > 0 && (
        <Answer of={content} what="Reading the file">
          {(blob) => <Content file={file} kind={kind} blob={blob} cut={blob.size < file.size} />}
        </Answer>
      )}
    </>
  )
}
