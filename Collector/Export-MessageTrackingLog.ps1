<#
.SYNOPSIS
Fetches the message tracking logs of all transport servers: the raw files, or with -Search what Get-MessageTrackingLog finds.

.DESCRIPTION
No PowerShell runs on the machines where calfold is built: this script was checked against the documentation only
(docs/collecting.md). Try it on one server first.

Run it in the Exchange Management Shell, as a user who may read the servers' administrative shares. Raw files are best: nothing is
converted, and calfold reads a file that is still growing by its complete lines. -Search is for servers whose files cannot be reached; it leaves
subjects out. The script knows no secret and writes none.

.EXAMPLE
./Export-MessageTrackingLog.ps1 -Folder D:\calfold\inbox\mail

.EXAMPLE
./Export-MessageTrackingLog.ps1 -Folder D:\calfold\inbox\mail -Search -Days 3
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Folder,
    [string] $ServerFilter = '*',
    [ValidateRange(1, 366)] [int] $Days = 7,
    [switch] $Search,
    [ValidateRange(0, 240)] [int] $SettleHours = 2,
    [ValidateRange(0, 60000)] [int] $PauseMilliseconds = 250
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Collector.psm1') -Force

$servers = @(Get-TransportService | Where-Object { $_.Name -like $ServerFilter -and $_.MessageTrackingLogEnabled } | Sort-Object Name)
$failed = 0

# Copies the files that are new, or that have grown since they were copied.
function Copy-TrackingFile {
    param($Server)
    $share = '\\{0}\{1}' -f $Server.Name, ([string] $Server.MessageTrackingLogPath).Replace(':', '$')
    $target = Join-Path $Folder $Server.Name.ToLowerInvariant()
    New-Item -ItemType Directory -Force -Path $target | Out-Null
    $since = [DateTime]::UtcNow.AddDays(-$Days)
    foreach ($file in Get-ChildItem -LiteralPath $share -Filter 'MSGTRK*.LOG' -File | Where-Object { $_.LastWriteTimeUtc -ge $since }) {
        $path = Join-Path $target $file.Name
        if ((Test-Path -LiteralPath $path) -and (Get-Item -LiteralPath $path).Length -eq $file.Length) { continue }
        Copy-Item -LiteralPath $file.FullName -Destination "$path.part" -Force
        Move-Item -LiteralPath "$path.part" -Destination $path -Force
    }
}

$columns = @(
    'Timestamp', 'ClientIp', 'ClientHostname', 'ServerIp', 'ServerHostname', 'SourceContext', 'ConnectorId', 'Source', 'EventId',
    'InternalMessageId', 'MessageId', 'NetworkMessageId', 'Recipients', 'RecipientStatus', 'TotalBytes', 'RecipientCount',
    'RelatedRecipientAddress', 'Reference', 'Sender', 'ReturnPath', 'Directionality', 'TenantId', 'OriginalClientIp',
    'MessageInfo', 'EventData'
)

# One file for each server and day, an hour at a time so that no answer grows large.
function Export-TrackingDay {
    param($Server, [DateTime] $Day, [string] $Path)
    $rows = @(for ($hour = 0; $hour -lt 24; $hour++) {
            $start = $Day.AddHours($hour).ToLocalTime()
            $found = @(Invoke-Patiently {
                    Get-MessageTrackingLog -Server $Server.Name -Start $start -End $start.AddHours(1) -ResultSize Unlimited -ErrorAction Stop
                } -PauseMilliseconds $PauseMilliseconds)
            # The cmdlet gives times by this computer's clock.
            foreach ($entry in $found) { ConvertTo-ExportRow $entry $columns 'Timestamp' ([TimeZoneInfo]::Local) (Get-Culture) }
        })
    Write-ExportFile $rows $columns $Path
}

foreach ($server in $servers) {
    try {
        if (-not $Search) { Copy-TrackingFile $server; continue }
        foreach ($day in Get-SettledDay $Days $SettleHours) {
            $name = $server.Name.ToLowerInvariant()
            $path = Join-Path (Join-Path $Folder $name) ('tracking_{0}_{1}.csv' -f $name, (ConvertTo-DayText $day))
            if (-not (Test-Path -LiteralPath $path)) { Export-TrackingDay $server $day $path }
        }
    } catch {
        $failed++
        Write-Warning "Server $($server.Name): $_"
    }
}
if ($failed -gt 0) { throw "$failed of $($servers.Count) servers could not be read; run the script again." }
