import { FileInput, Stack, Text, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Schemas } from '../../../api/client'
import { bytes } from '../../../ui/numbers'
import classes from './Edit.module.css'
import { Form } from './Form'

const most = 5 << 20 // bytes of an image

type Props = {
  file?: File
  stored?: Schemas['ReportStoredImage']
  save: (image: { file?: File; alt: string }) => Promise<unknown>
  close: () => void
}

/** Chooses an image and says what is to be seen, for who can't see it. */
export function ImageForm({ file: given, stored, save, close }: Props) {
  const [file, setFile] = useState<File | null>(given ?? null)
  const [alt, setAlt] = useState(stored?.alt ?? '')
  const source = useObjectAddress(file)
  const large = file !== null && file.size > most
  return (
    <Form
      label="Image"
      ready={(file !== null || stored !== undefined) && !large && alt.trim() !== ''}
      save={() => save({ file: file ?? undefined, alt: alt.trim() })}
      close={close}
    >
      <Stack gap="sm">
        <FileInput
          label="File"
          description="PNG, JPEG, WebP or GIF, at most 5 MB. You can also paste or drop one onto the report."
          accept="image/png,image/jpeg,image/webp,image/gif"
          placeholder={stored?.name || 'Choose a file'}
          value={file}
          onChange={setFile}
          error={large ? `This one has ${bytes(file?.size ?? 0)}.` : undefined}
          clearable
          clearButtonProps={{ 'aria-label': 'Another file' }}
        />
        {source && <img className={classes.chosen} src={source} alt="What you chose" />}
        <Textarea
          label="What is to be seen, in words"
          description="For readers who can’t see it; it also stands below the image."
          autosize
          value={alt}
          onChange={(e) => setAlt(e.currentTarget.value)}
          maxLength={1000}
          required
        />
        {file === null && stored && (
          <Text size="xs" c="var(--rl-quiet)">
            Stored: {stored.name || 'image'}, {bytes(stored.size)}
          </Text>
        )}
      </Stack>
    </Form>
  )
}

/** An address for a file that is in memory. */
function useObjectAddress(file: File | null): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!file) return setAddress(undefined)
    const made = URL.createObjectURL(file)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return address
}
