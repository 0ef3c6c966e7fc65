export default function Run() {
  return null
}
