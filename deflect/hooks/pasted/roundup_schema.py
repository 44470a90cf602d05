# Notes of deflect: written by the role Deflect, seen by the role Agent, by no one else.
deflect_note = Class(db, "deflect_note", issue=Link("issue"), text=String(indexme="no"))
db.security.addRole(name="Agent", description="Somebody who answers tickets")
db.security.addRole(name="Deflect", description="deflect itself")
db.security.addPermissionToRole("Agent", "View", "deflect_note")
for each in ("View", "Create"):
    db.security.addPermissionToRole("Deflect", each, "deflect_note")
for each in ("Rest Access", "Web Access"):
    db.security.addPermissionToRole("Deflect", each)
for each in ("issue", "msg"):
    db.security.addPermissionToRole("Deflect", "View", each)
