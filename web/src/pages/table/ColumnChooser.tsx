export default function ColumnChooser(_: { columns: unknown; close: () => void }) {
  return null
}
