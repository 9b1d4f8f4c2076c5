// SPDX-License-Identifier: EUPL-1.2
//
// Reads calendar files with ical.js and prints what they say as JSON, one object a file:
// node calendar.mjs FILE…
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const said = process.argv.slice(2).map((path) => {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  const zones = calendar.getAllSubcomponents("vtimezone");
  for (const zone of zones) {
    ICAL.TimezoneService.register(zone);
  }
  const part = calendar.getFirstSubcomponent("vevent");
  const event = new ICAL.Event(part);
  const attendee = part.getFirstProperty("attendee");
  return {
    method: calendar.getFirstPropertyValue("method"),
    zones: zones.map((zone) => zone.getFirstPropertyValue("tzid")),
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    location: event.location,
    description: event.description,
    url: part.getFirstPropertyValue("url"),
    starts: event.startDate.isDate
      ? event.startDate.toString()
      : event.startDate.toJSDate().toISOString(),
    ends: event.endDate.isDate ? event.endDate.toString() : event.endDate.toJSDate().toISOString(),
    attendee: attendee.getFirstValue(),
    rsvp: attendee.getParameter("rsvp"),
    name: attendee.getParameter("cn"),
  };
});
console.log(JSON.stringify(said));
