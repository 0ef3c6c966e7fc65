package runs

type keyLists struct{}

func newKeyLists() *keyLists { return &keyLists{} }
