// SPDX-License-Identifier: EUPL-1.2
//
// Reads calendar files with ical.js and prints what they say as JSON, one object a file:
// node calendar.mjs FILE…
// Of a calendar to subscribe to, whose events have no attendee, all events are told.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function moment(time) {
  return time.isDate ? time.toString() : time.toJSDate().toISOString();
}

function tell(part) {
  const event = new ICAL.Event(part);
  const attendee = part.getFirstProperty("attendee");
  return {
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    location: event.location,
    description: event.description,
    url: part.getFirstPropertyValue("url"),
    starts: moment(event.startDate),
    ends: moment(event.endDate),
    attendee: attendee?.getFirstValue(),
    rsvp: attendee?.getParameter("rsvp"),
    name: attendee?.getParameter("cn"),
  };
}

const said = process.argv.slice(2).map((path) => {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  const zones = calendar.getAllSubcomponents("vtimezone");
  for (const zone of zones) {
    ICAL.TimezoneService.register(zone);
  }
  const parts = calendar.getAllSubcomponents("vevent");
  const told = parts.map((part) => tell(part));
  const head = {
    method: calendar.getFirstPropertyValue("method"),
    zones: zones.map((zone) => zone.getFirstPropertyValue("tzid")),
  };
  return head.method === "PUBLISH" ? { ...head, events: told } : { ...head, ...told[0] };
});
console.log(JSON.stringify(said));
