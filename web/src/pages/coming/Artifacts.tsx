export default function Artifacts() {
  return null
}
