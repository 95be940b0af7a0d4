# A step that fails is named, together with its command, and ends the script with its exit code. Needs: work steps.

cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${work}")
file(MAKE_DIRECTORY "${work}/scripts")
file(COPY "${steps}" DESTINATION "${work}/scripts")
file(WRITE "${work}/scripts/try" "source \"$(dirname \"$0\")/steps.sh\"
step first pwd
step second sh -c 'exit 7'
step third echo reached
")

execute_process(COMMAND bash "${work}/scripts/try" WORKING_DIRECTORY /
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
file(REAL_PATH "${work}" real)
if(NOT result EQUAL 7)
  message(FATAL_ERROR "the exit code is ${result}, not that of the failing step")
endif()
if(NOT output STREQUAL "${real}\n" AND NOT output STREQUAL "${work}\n")
  message(FATAL_ERROR "the steps run elsewhere than at the top of the tree, or go on after a failure: ${output}")
endif()
if(NOT errors MATCHES "scripts/try: the step \"second\" failed with exit code 7: sh -c exit 7")
  message(FATAL_ERROR "the failing step is not named: ${errors}")
endif()
file(REMOVE_RECURSE "${work}")
