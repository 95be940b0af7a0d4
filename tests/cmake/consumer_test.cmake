# Builds the project in consumer/ as a user would, edits it, and looks at what is built again.
# Needs: work template using generator stage source compiler cxx flags.

cmake_minimum_required(VERSION 3.25)

set(project "${work}/project")
set(build "${work}/build")
file(REMOVE_RECURSE "${work}")
file(MAKE_DIRECTORY "${work}")
file(COPY "${template}/" DESTINATION "${project}")

function(fail)
  string(JOIN "" text ${ARGN})
  message(FATAL_ERROR "${text}\n--- the last command said:\n${output}")
endfunction()

# run(WHAT COMMAND…): it must succeed; what it says is in `output`.
macro(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    fail("${what} failed with ${result}")
  endif()
endmacro()

macro(build_it)
  run("the build" "${CMAKE_COMMAND}" --build "${build}" --parallel 2)
endmacro()

function(expect what pattern)
  if(NOT output MATCHES "${pattern}")
    fail("${what}: nothing matches \"${pattern}\"")
  endif()
endfunction()

function(refuse what pattern)
  if(output MATCHES "${pattern}")
    fail("${what}: \"${CMAKE_MATCH_0}\" should not be there")
  endif()
endfunction()

macro(expect_nothing_to_do what)
  build_it()
  refuse("${what}" "Compiling the domain|Building CXX|Linking")
  if(generator STREQUAL "Ninja")
    expect("${what}" "no work to do")
  endif()
endmacro()

function(edit file from to)
  file(READ "${project}/${file}" text)
  string(REPLACE "${from}" "${to}" edited "${text}")
  if(edited STREQUAL text)
    message(FATAL_ERROR "${file} does not contain \"${from}\"")
  endif()
  file(WRITE "${project}/${file}" "${edited}")
endfunction()

set(options -G "${generator}" -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_COMPILER=${cxx}" "-DCMAKE_CXX_FLAGS=${flags} -O0")
if(using STREQUAL "installed")
  list(APPEND options "-DCMAKE_PREFIX_PATH=${stage}")
else()  # as in a cross build: the runtime is built along, the compiler comes from elsewhere
  file(COPY "${compiler}" DESTINATION "${work}/bin")
  cmake_path(GET compiler FILENAME compiler_name)
  set(own_compiler "${work}/bin/${compiler_name}")
  list(APPEND options "-DCQRS_SOURCE=${source}" -DCQRS_BUILD_GENERATOR=OFF "-DCQRS_COMPILER=${own_compiler}"
       -DCQRS_CCACHE=ON)
endif()

run("configuring" "${CMAKE_COMMAND}" -S "${project}" -B "${build}" ${options})
build_it()
expect("the first build" "Compiling the domain weather")
expect_nothing_to_do("a second build")

run("the program" "${build}/app" "${work}/shop.db")
expect("the program" "refused")
run("the operator's tool" "${build}/shop-ctl" verify "${work}/shop.db")
expect("the operator's tool" "Everything is as it was written")
expect("the operator's tool" "events? decoded")
run("ctest" "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" --output-on-failure --no-tests=error)
expect("ctest" "shop_format_check")
expect("ctest" "shop\\.[A-Za-z_.]*AProductHasAPrice")

# An edited import rebuilds what depends on it, and nothing else.
edit(money.cqrs "USD = 2" "USD = 2  GBP = 3")
build_it()
expect("an edited import" "Compiling the domain money")
expect("an edited import" "Compiling the domain shop")
expect("an edited import" "Building CXX object [^\n]*shop[^\n]*product")
expect("an edited import" "Building CXX object [^\n]*main")
refuse("an edited import" "[^\n]*weather[^\n]*\\.(cpp|a)")
refuse("an edited import" "Compiling the domain weather")
expect_nothing_to_do("a build after an edited import")

# An edit that changes nothing in the output compiles no C++.
file(APPEND "${project}/orders.cqrs" "// Nothing follows.\n")
build_it()
expect("an edited comment" "Compiling the domain shop")
refuse("an edited comment" "Building CXX object[^\n]*")
expect_nothing_to_do("a build after an edited comment")

# A new aggregate is new files; one that goes takes its files along.
file(READ "${project}/orders.cqrs" orders)
file(APPEND "${project}/orders.cqrs" "
id RefundId
aggregate Refund by RefundId {
  event RefundAsked v1 { }
  command Ask creates { emit RefundAsked }
  on RefundAsked { }
}
")
build_it()
expect("a new aggregate" "Building CXX object [^\n]*refund")
expect_nothing_to_do("a build after a new aggregate")
file(WRITE "${project}/orders.cqrs" "${orders}")
build_it()
file(GLOB_RECURSE left "${build}/cqrs/*refund.hpp" "${build}/cqrs/*refund.cpp")
if(left)
  fail("files of an aggregate that is gone are left: ${left}")
endif()

# A mistake ends the build with its diagnostic, again and again, until it is mended.
edit(money.cqrs "decimal(18, 2)" "decimal(18, two)")
foreach(attempt RANGE 1 2)
  execute_process(COMMAND "${CMAKE_COMMAND}" --build "${build}"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(result EQUAL 0)
    fail("a mistake in money.cqrs did not end the build")
  endif()
  expect("a mistake" "money\\.cqrs:[0-9]+:[0-9]+: error\\[CQ[0-9]+\\]")
endforeach()
edit(money.cqrs "decimal(18, two)" "decimal(18, 2)")
build_it()
expect_nothing_to_do("a build after a mended mistake")

# What is released is sealed: a released layout does not change any more, and what is shipped has been sealed.
run("sealing" "${compiler}" lock "${project}/weather.cqrs" --lock "${project}/weather.lock")
edit(CMakeLists.txt "SOURCES weather.cqrs)" "SOURCES weather.cqrs LOCK weather.lock STRICT TESTS)")
build_it()
run("the domain's tests" "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" -R "weather_breaking|SamplesAreRead"
    --output-on-failure --no-tests=error)
expect("the domain's tests" "weather_breaking .*Passed")
expect("the domain's tests" "SamplesAreRead .*Passed")
function(expect_refused what pattern)
  execute_process(COMMAND "${CMAKE_COMMAND}" --build "${build}" --target weather_generate
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(result EQUAL 0)
    fail("${what} did not end the build")
  endif()
  expect("${what}" "${pattern}")
endfunction()
edit(weather.cqrs "TemperatureMeasured v1 { celsius: float64 }"
     "TemperatureMeasured v1 { celsius: float64  at: int64 = 0 }")
expect_refused("an edited release" "error\\[CQ0700\\]")
edit(weather.cqrs "TemperatureMeasured v1 { celsius: float64  at: int64 = 0 }"
     "TemperatureMeasured v1 { celsius: float64 }\n  event StationClosed v1 { }\n  ignore StationClosed")
run("building what is not sealed, to debug it" "${CMAKE_COMMAND}" --build "${build}" --target weather_generate)
run("configuring a release" "${CMAKE_COMMAND}" -S "${project}" -B "${build}" -DCMAKE_BUILD_TYPE=Release)
expect_refused("an unsealed version in a release" "error\\[CQ0715\\]")
run("sealing again" "${compiler}" lock "${project}/weather.cqrs" --lock "${project}/weather.lock")
run("building a release" "${CMAKE_COMMAND}" --build "${build}" --target weather_generate)
run("configuring to debug again" "${CMAKE_COMMAND}" -S "${project}" -B "${build}" -DCMAKE_BUILD_TYPE=Debug)
build_it()

if(own_compiler)
  file(TOUCH "${own_compiler}")
  build_it()
  expect("a new compiler" "Compiling the domain weather")
  refuse("a new compiler" "Building CXX object[^\n]*")
  expect_nothing_to_do("a build after a new compiler")
endif()

file(REMOVE_RECURSE "${work}")
