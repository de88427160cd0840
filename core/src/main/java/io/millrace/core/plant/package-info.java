/** What a plant is: orders and their operations, quantities, and the master data in force. */
@NullMarked
package io.millrace.core.plant;

import org.jspecify.annotations.NullMarked;
