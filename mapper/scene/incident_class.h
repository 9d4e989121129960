/** @file Classes of incidents: the few kinds that styles give a shape and a colour of their own. */
#ifndef INCMAP_SCENE_INCIDENT_CLASS_H
#define INCMAP_SCENE_INCIDENT_CLASS_H

/**
 * The class of a category by the whole words in its text, letters of either case alike: one of "air",
 * "drone", "missile", "rocket", "explosive", "attack_on_civilians", "group_clash", "unrest", "clash" and,
 * where no word is known, "other". NULL gives "other". @p field is the name of the field it is of, which may
 * be NULL: codes are known by it ("type_of_violence": 1, 2, 3). Static text.
 */
const char *incident_class_of(const char *field, const char *category);

#endif
