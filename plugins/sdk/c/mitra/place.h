// A point on Earth.

#ifndef MITRA_PLACE_H
#define MITRA_PLACE_H

// In degrees (WGS 84).
typedef struct {
  // -90 to 90.
  double latitude;
  // -180 to 180.
  double longitude;
  // NULL unless the citizen picked a place with a name.
  const char *name;
  const char *address;
} mitra_place;

// How far two places are apart, in kilometres along the ground.
double mitra_kilometres(const mitra_place *from, const mitra_place *to);

#endif
