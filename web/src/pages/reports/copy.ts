import { notifications } from '@mantine/notifications'

/** Copies a text and says so; where the browser doesn't allow it, it says what to do. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    notifications.show({ message: `${what} copied.`, autoClose: 3000 })
  } catch {
    notifications.show({
      color: 'red',
      title: 'The browser doesn’t let the page copy',
      message: `Copy it yourself: ${text}`,
      autoClose: false,
    })
  }
}
