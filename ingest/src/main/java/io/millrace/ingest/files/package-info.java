/**
 * What was recorded, told as if it happened: files are read once through, with their own times and their own clock, and can be taken
 * up again where a kill cut them off. One package more for each format that needs a mapping.
 */
@NullMarked
package io.millrace.ingest.files;

import org.jspecify.annotations.NullMarked;
