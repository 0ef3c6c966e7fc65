package wandb

import (
	"net/http"

	"runledger/catalog"
)

// The client's names for who may do something with a project.
const (
	accessPrivate    = "PRIVATE"      // the entity: its members view and submit
	accessRestricted = "RESTRICTED"   // who is invited
	accessRead       = "ENTITY_READ"  // members view, who is invited submits
	accessWrite      = "ENTITY_WRITE" // like PRIVATE
	accessPublic     = "USER_READ"    // everybody views, members submit
	accessOpen       = "USER_WRITE"   // everybody views and submits
)

// accessOf names the two settings of a project. Some have no name of their own and get
// the next narrower one.
func accessOf(p *catalog.Project) string {
	switch {
	case p.Submit == catalog.Everyone:
		return accessOpen
	case p.View == catalog.Everyone:
		return accessPublic
	case p.View == catalog.Invited:
		return accessRestricted
	case p.Submit == catalog.Invited:
		return accessRead
	}
	return accessPrivate
}

// audiences is the inverse of accessOf. Nothing said is the entity's default.
func audiences(access string) (view, submit string, err error) {
	var v, s catalog.Audience
	switch access {
	case "":
		return "", "", nil
	case accessPrivate, accessWrite:
		v, s = catalog.Members, catalog.Members
	case accessRestricted:
		v, s = catalog.Invited, catalog.Invited
	case accessRead:
		v, s = catalog.Members, catalog.Invited
	case accessPublic:
		v, s = catalog.Everyone, catalog.Members
	case accessOpen:
		v, s = catalog.Everyone, catalog.Everyone
	default:
		return "", "", refuse(http.StatusUnprocessableEntity, catalog.CodeInvalid,
			"access %q: there are PRIVATE, RESTRICTED, ENTITY_READ, ENTITY_WRITE, USER_READ and USER_WRITE", access)
	}
	return v.String(), s.String(), nil
}
