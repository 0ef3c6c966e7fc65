// Package session keeps people signed in: passwords (argon2id), the one-time addresses'
// tokens, and the signed cookie that says who a browser belongs to. It knows neither
// users nor routes: whether a session still counts is for the fold (the user's session
// number), how it comes about for catalog/http.
//
// To change the cookie's content: its fields in Ticket and its encoding in ticket.go,
// under a new ticketVersion. To change the cost of passwords: the constants in
// password.go; texts made before keep their own.
package session
