/* Prints the occurrences of a calendar file as libical finds them, one a line, its fields separated by tabs:
 *
 *     uid, the instance, start, end, whole days, status, people and answers, organizer, whether it stands in place of an
 *     instance
 *
 *     expand FILE FROM TO        the bounds as 20240101T000000Z
 *     cc -o expand expand.c $(pkg-config --cflags --libs libical)
 *
 * The steps are those of programs that are built on the library (Evolution's and Cyrus's are): its iterator for the rule,
 * its readers for the other dates, its zones. icalcomponent_foreach_recurrence, which promises the same in one call,
 * takes an RDATE with a TZID for UTC in 3.0 and ends whole days a day late. Neither replaces an instance by the component
 * that has its RECURRENCE-ID: whoever reads the lines drops the instance for which there is one.
 */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static icaltimezone *utc;
static time_t from, to;

static char *content(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) return NULL;
    long size = ftell(file);
    char *text = malloc(size + 1);
    rewind(file);
    if (!text || fread(text, 1, size, file) != (size_t)size) return NULL;
    fclose(file);
    text[size] = 0;
    return text;
}

/* The zone stands in the value. */
static time_t seconds(icaltimetype time) { return icaltime_as_timet_with_zone(time, time.is_date ? utc : time.zone ? time.zone : utc); }

static void print_time(time_t instant)
{
    char text[32];
    struct tm parts;
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&instant, &parts));
    printf("\t%s", text);
}

static void print_people(icalcomponent *event)
{
    printf("\t");
    icalproperty *person = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
    for (; person; person = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
        icalparameter *answer = icalproperty_get_first_parameter(person, ICAL_PARTSTAT_PARAMETER);
        char *count = icalproperty_get_parameter_as_string_r(person, "X-CALFOLD-COUNT");
        for (int left = count ? atoi(count) : 1; left > 0; left--)
            printf("%s=%s ", icalproperty_get_attendee(person),
                   answer ? icalparameter_enum_to_string(icalparameter_get_partstat(answer)) : "");
        free(count);
    }
    icalproperty *organizer = icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);
    printf("\t%s", organizer ? icalproperty_get_organizer(organizer) : "");
}

static void print_occurrence(icalcomponent *event, icaltimetype instance, icaltimetype start, time_t length, int is_override)
{
    time_t begin = seconds(start);
    if (!is_override && (begin < from || begin >= to)) return;
    printf("%s", icalcomponent_get_uid(event));
    print_time(seconds(instance));
    print_time(begin);
    print_time(begin + length);
    icalproperty_status status = icalcomponent_get_status(event);
    printf("\t%d\t%s", start.is_date, status == ICAL_STATUS_CANCELLED ? "cancelled" : "confirmed");
    print_people(event);
    printf("\t%d\n", is_override);
}

static void print_instance(icalcomponent *event, icaltimetype start, icaltimetype instance, time_t length)
{
    if (!icalproperty_recurrence_is_excluded(event, &start, &instance)) print_occurrence(event, instance, instance, length, 0);
}

/* The rule's instances as readings of the clock. Told of the zone, an iterator that was built with ICU takes an instance
 * that the clock skips for one of an hour later, and the next one too (3.0.16, zones under IANA names). */
static icalrecur_iterator *instances(icalproperty *property, icaltimetype start)
{
    struct icalrecurrencetype rule = icalproperty_get_rrule(property);
    if (!icaltime_is_null_time(rule.until) && !rule.until.is_date && start.zone)
        rule.until = icaltime_convert_to_zone(rule.until, (icaltimezone *)start.zone);
    rule.until.zone = start.zone = NULL;
    return icalrecur_iterator_new(rule, start);
}

static void print_series(icalcomponent *event, icaltimetype start, time_t length)
{
    icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    if (rule) {
        icalrecur_iterator *dates = instances(rule, start);
        if (!dates) {
            fprintf(stderr, "libical refuses the rule of %s\n", icalcomponent_get_uid(event));
            exit(1);
        }
        for (icaltimetype date = icalrecur_iterator_next(dates); !icaltime_is_null_time(date); date = icalrecur_iterator_next(dates)) {
            date.zone = start.zone;
            if (seconds(date) >= to) break;
            print_instance(event, start, date, length);
        }
        icalrecur_iterator_free(dates);
    } else {
        print_instance(event, start, start, length);
    }
    /* A component has one place at which its properties are being read, and whoever reads others moves it. */
    int count = icalcomponent_count_properties(event, ICAL_RDATE_PROPERTY);
    icaltimetype *others = calloc(count + 1, sizeof *others);
    icalproperty *other = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY);
    for (int index = 0; other && index < count; index++) {
        others[index] = icalproperty_get_datetime_with_component(other, event);
        other = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY);
    }
    for (int index = 0; index < count; index++) print_instance(event, start, others[index], length);
    free(others);
}

int main(int count, char **arguments)
{
    char *text = count == 4 ? content(arguments[1]) : NULL;
    icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
    if (!calendar) {
        fprintf(stderr, "usage: expand FILE FROM TO\n");
        return 64;
    }
    utc = icaltimezone_get_utc_timezone();
    from = seconds(icaltime_from_string(arguments[2]));
    to = seconds(icaltime_from_string(arguments[3]));
    if (icalcomponent_count_errors(calendar)) {
        fprintf(stderr, "libical finds %d faults in %s\n", icalcomponent_count_errors(calendar), arguments[1]);
        return 1;
    }
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
        time_t length = icaltime_is_null_time(end) ? 0 : seconds(end) - seconds(start);
        /* Of a length in hours icalcomponent_get_dtend moves the reading of the clock and not the instant. */
        icalproperty *stated = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
        if (stated) length = icaldurationtype_as_int(icalproperty_get_duration(stated));
        icalproperty *instance = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
        if (instance)
            print_occurrence(event, icalproperty_get_datetime_with_component(instance, event), start, length, 1);
        else
            print_series(event, start, length);
    }
    icalcomponent_free(calendar);
    return 0;
}
