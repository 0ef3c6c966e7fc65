export default function Table() {
  return null
}
