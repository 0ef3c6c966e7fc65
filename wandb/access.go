package wandb

import (
	"net/http"

	"runledger/catalog"
)

// The client's names for who may do something with a project.
const (
	accessPrivate    = "PRIVATE"    // the entity: its members view and submit
	accessRestricted = "RESTRICTED" // of a team: who is invited
	accessRead       = "ENTITY_READ"
	accessWrite      = "ENTITY_WRITE"
	accessPublic     = "USER_READ"  // everybody views, members submit
	accessOpen       = "USER_WRITE" // everybody views and submits
)

// accessOf names the two settings of a project. Some have no name of their own and get
// the next narrower one.
func accessOf(p *catalog.Project, e *catalog.Entity) string {
	switch {
	case p.Submit == catalog.Everyone:
		return accessOpen
	case p.View == catalog.Everyone:
		return accessPublic
	case p.View == catalog.Members && p.Submit == catalog.Invited:
		return accessRead
	case p.View == catalog.Invited && e != nil && e.Kind == catalog.Team:
		return accessRestricted
	}
	return accessPrivate
}

// audiences is the inverse of accessOf, for an entity of a kind. Nothing said is the
// entity's default.
func audiences(access string, kind catalog.EntityKind) (view, submit string, err error) {
	var v, s catalog.Audience
	switch access {
	case "":
		return "", "", nil
	case accessPrivate:
		if v, s = catalog.Members, catalog.Members; kind == catalog.Personal {
			v, s = catalog.Invited, catalog.Invited
		}
	case accessRestricted:
		v, s = catalog.Invited, catalog.Invited
	case accessRead:
		v, s = catalog.Members, catalog.Invited
	case accessWrite:
		v, s = catalog.Members, catalog.Members
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
